/** Numbers of the sources that sentences name. */
export function citedNumbers(
  sentences: readonly { readonly citations: readonly number[] }[],
): ReadonlySet<number> {
  return new Set(sentences.flatMap(({ citations }) => citations));
}
