/** How much of an expected text a reading found, as shares from 0 to 1; `null` where there is nothing to find. */
export type Score = {
  readonly name: string;
  readonly score: number | null;
  readonly missing: readonly string[];
};

/** A text with its tables apart, as an expected text and a reading both are. */
export type ScoredText = { readonly text: string; readonly cells: readonly string[] };

const shownMissing = 12;

/** Share of the expected words (each as often as it stands there) that were found, wherever they stand. */
export function wordRecall(expected: ScoredText, found: ScoredText): Score {
  return recall('word recall', wordsOf(expected.text), wordsOf(found.text));
}

/** Share of the expected pairs of neighbouring words that were found as neighbours: it falls when the order is lost. */
export function bigramRecall(expected: ScoredText, found: ScoredText): Score {
  return recall('bigram recall', pairsOf(wordsOf(expected.text)), pairsOf(wordsOf(found.text)));
}

/** Share of the expected cells of tables that were found as cells, with the same words in each. */
export function cellRecall(expected: ScoredText, found: ScoredText): Score {
  return recall('cell recall', expected.cells.flatMap(asCell), found.cells.flatMap(asCell));
}

function recall(name: string, wanted: readonly string[], there: readonly string[]): Score {
  const left = new Map<string, number>();
  for (const item of there) left.set(item, (left.get(item) ?? 0) + 1);
  const missing: string[] = [];
  for (const item of wanted) {
    const count = left.get(item) ?? 0;
    if (count > 0) left.set(item, count - 1);
    else missing.push(item);
  }
  const score = wanted.length === 0 ? null : 1 - missing.length / wanted.length;
  return { name, score, missing: missing.slice(0, shownMissing) };
}

/** Words and numbers, case and compatibility forms folded, signs left out. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

const asCell = (cell: string): string[] => {
  const words = wordsOf(cell).join(' ');
  return words === '' ? [] : [words];
};

const pairsOf = (words: readonly string[]): string[] =>
  words.slice(1).map((word, before) => `${words[before]} ${word}`);
