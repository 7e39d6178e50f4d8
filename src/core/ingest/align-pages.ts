import { findRun, type Runs, runsOf, tieWords, type Words } from './tie-words.ts';

/** Pages that a text stands on, from 1, both included. */
export type PageRange = { readonly from: number; readonly to: number };

/** A part of a text, in UTF-16 units. */
export type TextRange = { readonly start: number; readonly end: number };

/** Share of a part's words that must be tied for its pages to be known by order; below, it is looked for freely. */
const minTiedShare = 0.2;

/**
 * Finds on which pages the parts of a text stand, given the texts of the pages. Both tell nearly the same words in nearly
 * the same order: what only one of them has (headers, page numbers, contents, comments) and small differences cost
 * nothing. Parts that stand elsewhere on the pages than in the text (footnotes) are found by their words alone. `null`
 * for what is on no page.
 */
export function alignPages(
  text: string,
  parts: readonly TextRange[],
  pages: readonly string[],
): (PageRange | null)[] {
  const numbers = new Map<string, number>();
  const told = wordsOf([text], numbers);
  const printed = wordsOf(pages, numbers);
  const runs = runsOf(printed.words);
  const ties = tieWords(told.words, printed.words, runs);

  return parts.map(({ start, end }) => {
    const from = firstFrom(told.starts, start);
    const to = firstFrom(told.starts, end);
    const tied = ties.subarray(from, to).filter((twin) => twin >= 0);
    const isTied = tied.length > (to - from) * minTiedShare;
    const found = isTied ? tied : freeMatches(told.words, { from, to }, printed.words, runs);
    if (found.length === 0) return null;
    const pagesOf = found.map((twin) => (printed.texts[twin] ?? 0) + 1);
    return { from: pagesOf.reduce((a, b) => Math.min(a, b)), to: pagesOf.reduce((a, b) => Math.max(a, b)) };
  });
}

function freeMatches(
  words: Words,
  { from, to }: { readonly from: number; readonly to: number },
  printed: Words,
  runs: Runs,
): Int32Array {
  const found: number[] = [];
  for (let at = from; at + runs.size <= to; at += 1) {
    const twin = findRun(words, at, printed, runs);
    if (twin >= 0) found.push(twin);
  }
  return Int32Array.from(found);
}

/** The words of some texts in a row: a number for each, where it starts in its text, and which text that is. */
function wordsOf(texts: readonly string[], numbers: Map<string, number>) {
  const words: number[] = [];
  const starts: number[] = [];
  const textOf: number[] = [];
  for (const [index, text] of texts.entries()) {
    for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      const word = match[0].normalize('NFKC').toLowerCase();
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      words.push(number);
      starts.push(match.index);
      textOf.push(index);
    }
  }
  return { words, starts, texts: textOf };
}

/** Index of the first of some rising numbers that is not below `limit`. */
function firstFrom(rising: readonly number[], limit: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
