/** `[1]`: a citation as it stands in the text of an answer. */
export const citationMark = /\[(\d+)\]/g;

/** The same with all blanks before it; where blanks go on it is not looked for once more. */
export const spacedCitationMark = /(?<![^\S\n])[^\S\n]*\[(\d+)\]/g;

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

/** What punctuation may stand directly behind. */
export const endsWord = /[\p{L}\p{N}\])»"'’%€]$/u;

/** Characters behind a mark that tell whether punctuation stands there: a text full of marks is not read again at each of them. */
const reach = 64;

/** What a removed `[n]`, from `start` to `end` of a text, leaves: what stood apart must not grow together into an address or a tag (R38). */
export function gapAt(text: string, start: number, end: number): '' | ' ' {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + reach);
  if (before === '' || /^(?:$|\s|\[\d)/.test(after)) return '';
  return endsWord.test(before) && /^[.,;:!?)»]+(?:$|\s|\[\d)/.test(after) ? '' : ' ';
}

/** A text without its marks, but for those whose numbers are to be kept. */
export function withoutCitations(text: string, isKept: (n: number) => boolean = () => false): string {
  return text.replace(spacedCitationMark, (found, n: string, at: number) =>
    isKept(Number(n)) ? found : gapAt(text, at, at + found.length),
  );
}
