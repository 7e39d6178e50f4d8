import { certaintyOf, type Run } from './engine.ts';

/** A stretch of text on one line: a whole line of a column, or a cell of a row. */
export type Segment = {
  readonly text: string;
  readonly confidence: number;
  readonly letters: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Height of its capitals, 0 when it has no letter that tells. */
  readonly capitals: number;
};

/** Gaps between words, in heights of the page's type, up to which a line goes on. */
const wordGap = 1;
/** Runs stand on one line when they share this part of the lower one's height. */
const minShared = 0.5;

/** Joins the runs of a page to lines; what stands apart on one line (columns, cells) stays apart. */
export function segmentsOf(runs: readonly Run[]): Segment[] {
  const gap = wordGap * typeHeight(runs);
  const lines: Run[][] = [];
  for (const run of runs.toSorted((a, b) => a.left - b.left)) {
    const line = lines.find((candidate) => goesOn(candidate, run, gap));
    if (line === undefined) lines.push([run]);
    else line.push(run);
  }
  return lines.map(segmentOf).toSorted((a, b) => a.top - b.top);
}

/** The height that most of the page's text has. */
export function typeHeight(
  boxes: readonly { readonly top: number; readonly bottom: number; readonly text: string }[],
): number {
  return weightedMedian(boxes.map(({ top, bottom, text }) => [bottom - top, text.length]));
}

/** The value in the middle of the weight, 0 without any. */
export function weightedMedian(values: readonly (readonly [value: number, weight: number])[]): number {
  const sorted = values.toSorted(([a], [b]) => a - b);
  let left = sorted.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  for (const [value, weight] of sorted) {
    left -= weight;
    if (left <= 0) return value;
  }
  return 0;
}

function goesOn(line: readonly Run[], run: Run, gap: number): boolean {
  const last = line.at(-1);
  if (last === undefined || run.left - last.right > gap || run.left < last.left) return false;
  // A point or a dash is low: the word before it tells where the line is.
  return line.slice(-2).some((neighbour) => shared(neighbour, run) >= minShared);
}

function shared(one: Run, other: Run): number {
  const common = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return common / Math.min(one.bottom - one.top, other.bottom - other.top);
}

function segmentOf(runs: readonly Run[]): Segment {
  return {
    text: runs.map(({ text }) => text).join(' '),
    ...certaintyOf(runs),
    left: Math.min(...runs.map(({ left }) => left)),
    right: Math.max(...runs.map(({ right }) => right)),
    top: Math.min(...runs.map(({ top }) => top)),
    bottom: Math.max(...runs.map(({ bottom }) => bottom)),
    capitals: weightedMedian(runs.filter(showsCapitals).map(({ text, rise }) => [rise, text.length])),
  };
}

// The measure is good where letters as tall as a capital stand, and nothing that is taller or goes below the line.
function showsCapitals({ text, rise, top, bottom }: Run): boolean {
  const [word = ''] = text.split(' ', 1);
  const measured = rise < bottom - top ? word : text;
  return /[A-Zbdfhkl0-9]/.test(word) && !/[gjpqyçQ,;()[\]{}|À-Þ]/.test(measured);
}
