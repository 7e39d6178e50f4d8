/** Values by key, at most so many: the one that was used longest ago goes first. */
export type RecentValues<Value> = {
  /** The value of a key, made at its first use. What `make` throws is thrown, and tried again. */
  get(key: string, make: () => Value): Value;
  values(): Iterable<Value>;
  clear(): void;
};

export function keepRecent<Value>(most: number): RecentValues<Value> {
  const known = new Map<string, { readonly value: Value }>();
  return {
    get(key, make) {
      const kept = known.get(key) ?? { value: make() };
      known.delete(key);
      known.set(key, kept);
      if (known.size > most) known.delete(known.keys().next().value ?? '');
      return kept.value;
    },
    values: () => [...known.values()].map(({ value }) => value),
    clear: () => known.clear(),
  };
}
