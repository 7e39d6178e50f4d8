/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `size` items drawn without replacement, in their order; all of them when there are fewer. */
export function sample<Item>(items: readonly Item[], size: number, seed: number): Item[] {
  const random = seededRandom(seed);
  const order = items.map((_, at) => ({ at, key: random() })).sort((a, b) => a.key - b.key);
  const taken = new Set(order.slice(0, size).map(({ at }) => at));
  return items.filter((_, at) => taken.has(at));
}
