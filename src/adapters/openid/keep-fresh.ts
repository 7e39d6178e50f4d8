/**
 * What `make` gives for a key, made again when it is older than `freshMs`. What it rejects with is not kept. Beyond `most` keys
 * all are forgotten: nobody has that many.
 */
export function keepFresh<Value>(options: { readonly freshMs: number; readonly most: number }) {
  const known = new Map<string, { readonly value: Promise<Value>; readonly at: number }>();
  return (key: string, make: () => Promise<Value>): Promise<Value> => {
    const kept = known.get(key);
    if (kept && Date.now() - kept.at < options.freshMs) return kept.value;
    if (known.size >= options.most) known.clear();
    const value = make();
    known.set(key, { value, at: Date.now() });
    value.catch(() => {
      if (known.get(key)?.value === value) known.delete(key);
    });
    return value;
  };
}
