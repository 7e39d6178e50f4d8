/**
 * Groups texts of like length, shortest first, so that little is padded: a batch costs its longest text times its number
 * of texts, which stays within `maxTokens`. A text that is longer stands alone. Gives places in `lengths`.
 */
export function batchByLength(lengths: readonly number[], maxTokens: number): number[][] {
  const places = lengths.map((_, place) => place).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  const batches: number[][] = [];
  for (const place of places) {
    const last = batches.at(-1);
    if (last && (last.length + 1) * (lengths[place] ?? 0) <= maxTokens) last.push(place);
    else batches.push([place]);
  }
  return batches;
}
