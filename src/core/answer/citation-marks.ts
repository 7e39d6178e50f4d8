/** `[1]`: a citation as it stands in the text of an answer. */
export const citationMark = /\[(\d+)\]/g;

/** The same with the blanks before it. */
export const spacedCitationMark = /[^\S\n]*\[(\d+)\]/g;

/** The numbers that a text cites, in its order. */
export function numbersCitedIn(text: string): number[] {
  return [...text.matchAll(citationMark)].map(([, n]) => Number(n));
}

/** Cuts a text into its marks, each with its number, and what stands between them. */
export function splitAtCitations(text: string): { readonly text: string; readonly n: number | null }[] {
  return text
    .split(/(\[\d+\])/)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, n: numbersCitedIn(piece)[0] ?? null }));
}
