/** Words as numbers: equal words, equal numbers. */
export type Words = readonly number[];

type Span = { readonly from: number; readonly to: number };

/** Where runs of so many words start, by the hash of the run; -1 for what comes more than once. */
export type Runs = { readonly size: number; readonly starts: ReadonlyMap<number, number> };

/**
 * Words in a row that must stand once in both texts to tie them together; between two ties fewer suffice. The longer run
 * keeps words of a table of contents, which come again as headings, from tying anything.
 */
const runWords = 5;
const runWordsBetween = 2;

/** The runs that stand once in a text. */
export function runsOf(words: Words, { from, to }: Span = whole(words), size = runWords): Runs {
  const starts = new Map<number, number>();
  for (let at = from; at + size <= to; at += 1) {
    const hash = hashOf(words, at, size);
    starts.set(hash, starts.has(hash) ? -1 : at);
  }
  return { size, starts };
}

/** Where a run of one text stands in the other one, in which it stands once; -1 when it does not. */
export function findRun(words: Words, at: number, other: Words, { size, starts }: Runs): number {
  const start = starts.get(hashOf(words, at, size)) ?? -1;
  for (let step = 0; start >= 0 && step < size; step += 1)
    if (words[at + step] !== other[start + step]) return -1;
  return start;
}

/**
 * Ties the words of a text to those of another one that tells nearly the same in nearly the same order: for each word the
 * place of its twin, or -1; never one before the twin of an earlier word. `runs` are those of the whole other text.
 */
export function tieWords(words: Words, other: Words, runs: Runs): Int32Array {
  const ties = new Int32Array(words.length).fill(-1);
  tieSpan(whole(words), whole(other), runs);
  return ties;

  function tieSpan(span: Span, otherSpan: Span, otherRuns: Runs): void {
    let last = { at: Number.NEGATIVE_INFINITY, twin: Number.NEGATIVE_INFINITY };
    const { size } = otherRuns;
    for (const { at, twin } of longestRise(sharedRuns(span, otherRuns))) {
      const goesOn = at - last.at === twin - last.twin;
      if (!goesOn && twin < last.twin + size) continue;
      // Words that two runs claim go to the later one: the number of a heading belongs to the text below it, not to the
      // number of the page above.
      for (let step = 0; step < size; step += 1) ties[at + step] = twin + step;
      last = { at, twin };
    }
    for (let at = span.from; at < span.to; at += 1) {
      if ((ties[at] ?? -1) >= 0) continue;
      let end = at;
      while (end < span.to && (ties[end] ?? -1) < 0) end += 1;
      const before = at === span.from ? otherSpan.from : (ties[at - 1] ?? 0) + 1;
      const after = end === span.to ? otherSpan.to : (ties[end] ?? 0);
      fillGap({ from: at, to: end }, { from: before, to: after }, size);
      at = end;
    }
  }

  function sharedRuns(span: Span, otherRuns: Runs): Tie[] {
    const shared: Tie[] = [];
    for (const at of runsOf(words, span, otherRuns.size).starts.values()) {
      const twin = at < 0 ? -1 : findRun(words, at, other, otherRuns);
      if (twin >= 0) shared.push({ at, twin });
    }
    return shared.sort((one, two) => one.at - two.at);
  }

  /** From both ends inwards while the words are equal, the end first for the same reason; then by shorter runs. */
  function fillGap(gap: Span, otherGap: Span, size: number): void {
    let { from, to } = gap;
    let { from: otherFrom, to: otherTo } = otherGap;
    while (from < to && otherFrom < otherTo && words[to - 1] === other[otherTo - 1]) ties[--to] = --otherTo;
    while (from < to && otherFrom < otherTo && words[from] === other[otherFrom]) ties[from++] = otherFrom++;
    if (from === to || otherFrom === otherTo || size === runWordsBetween) return;
    const left = { from: otherFrom, to: otherTo };
    tieSpan({ from, to }, left, runsOf(other, left, runWordsBetween));
  }
}

type Tie = { readonly at: number; readonly twin: number };

/** The longest choice of ties, in their order, whose twins rise (patience sorting). */
function longestRise(ties: readonly Tie[]): Tie[] {
  const ends: number[] = [];
  const before = new Int32Array(ties.length);
  for (const [index, { twin }] of ties.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ties[ends[middle] ?? 0]?.twin ?? 0) < twin) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const chosen: Tie[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const tie = ties[index];
    if (tie) chosen.push(tie);
  }
  return chosen.reverse();
}

function hashOf(words: Words, at: number, size: number): number {
  let hash = 0;
  for (let step = 0; step < size; step += 1)
    hash = Math.imul(hash ^ (words[at + step] ?? 0), 0x9e3779b1) + 0x7f4a7c15;
  return hash | 0;
}

const whole = (words: Words): Span => ({ from: 0, to: words.length });
