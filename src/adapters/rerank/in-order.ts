/** The scores in the order of the texts; `null` when they do not name each text once. */
export function inOrder(
  results: readonly { readonly index: number; readonly score: number }[],
  count: number,
): number[] | null {
  const scores = new Map(results.map(({ index, score }) => [index, score]));
  const sorted = Array.from({ length: count }, (_, place) => scores.get(place));
  return results.length === count && sorted.every((score) => score !== undefined) ? sorted : null;
}
