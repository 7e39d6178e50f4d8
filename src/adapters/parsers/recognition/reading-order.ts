import { type Segment, typeHeight } from './segments.ts';

/** Widths in heights of type: of the white between columns, and of the white between parts of a page. */
const gutterWidth = 1.2;
const partGap = 1;
/** Lines that each column has at least, and the share of lines that may run across (titles, rules of a table). */
const minLines = 3;
const maxCrossing = 0.25;
/** Share of lines that have a neighbour at their height, and letters of a cell, from which columns are those of a table. */
const alignedShare = 0.7;
const cellLetters = 18;

/** Cuts a page into its parts in reading order: columns one after the other, rows of tables left whole. */
export function readingOrder(segments: readonly Segment[]): Segment[][] {
  return partsOf(segments, typeHeight(segments));
}

function partsOf(segments: readonly Segment[], height: number): Segment[][] {
  if (segments.length === 0) return [];
  const gutter = findGutter(segments, height);
  if (gutter !== null) return bandsAround(segments, gutter).flatMap((band) => columns(band, gutter, height));
  const cut = widestGap(segments, partGap * height);
  if (cut === null) return [[...segments]];
  return [
    ...partsOf(
      segments.filter(({ top }) => top < cut),
      height,
    ),
    ...partsOf(
      segments.filter(({ top }) => top >= cut),
      height,
    ),
  ];
}

/** The middle of the white between two columns, `null` when the text is one column or a table. */
function findGutter(segments: readonly Segment[], height: number): number | null {
  const start = Math.min(...segments.map(({ left }) => left));
  const end = Math.max(...segments.map(({ right }) => right));
  let best: { x: number; crossing: number } | null = null;
  for (let x = start + height; x < end - height; x += height / 2) {
    const left = segments.filter(({ right }) => right <= x - (gutterWidth * height) / 2);
    const right = segments.filter((segment) => segment.left >= x + (gutterWidth * height) / 2);
    const crossing = segments.length - left.length - right.length;
    const fewest = Math.min(left.length, right.length);
    if (fewest < minLines || crossing > fewest * maxCrossing || crossing >= (best?.crossing ?? Infinity))
      continue;
    if (!areCells(left, right, height)) best = { x, crossing };
  }
  return best?.x ?? null;
}

// Cells of a row stand at one height, and one side of them is short.
function areCells(left: readonly Segment[], right: readonly Segment[], height: number): boolean {
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  const aligned = few.filter((one) =>
    many.some((other) => Math.abs(middle(one) - middle(other)) < height / 2),
  );
  const letters = (side: readonly Segment[]) =>
    side.reduce((sum, segment) => sum + segment.letters, 0) / side.length;
  return aligned.length >= few.length * alignedShare && Math.min(letters(left), letters(right)) < cellLetters;
}

/** Lines that run across the gutter part what is above from what is below. */
function bandsAround(segments: readonly Segment[], gutter: number): Segment[][] {
  const bands: Segment[][] = [[]];
  for (const segment of segments) {
    const crosses = segment.left < gutter && segment.right > gutter;
    if (crosses) bands.push([segment], []);
    else bands.at(-1)?.push(segment);
  }
  return joinCrossing(
    bands.filter((band) => band.length > 0),
    gutter,
  );
}

function joinCrossing(bands: readonly Segment[][], gutter: number): Segment[][] {
  const joined: Segment[][] = [];
  const crosses = (band: readonly Segment[] | undefined) =>
    band?.every(({ left, right }) => left < gutter && right > gutter) ?? false;
  for (const band of bands) {
    if (crosses(band) && crosses(joined.at(-1))) joined.at(-1)?.push(...band);
    else joined.push([...band]);
  }
  return joined;
}

function columns(band: readonly Segment[], gutter: number, height: number): Segment[][] {
  const left = band.filter((segment) => (segment.left + segment.right) / 2 < gutter);
  const right = band.filter((segment) => (segment.left + segment.right) / 2 >= gutter);
  return left.length === 0 || right.length === 0
    ? [[...band]]
    : [...partsOf(left, height), ...partsOf(right, height)];
}

/** The height of the widest white across the page; `null` when none is wide enough. */
function widestGap(segments: readonly Segment[], minGap: number): number | null {
  let best: { at: number; gap: number } | null = null;
  let bottom = Number.POSITIVE_INFINITY;
  for (const segment of segments) {
    const gap = segment.top - bottom;
    if (gap >= minGap && gap > (best?.gap ?? 0)) best = { at: segment.top, gap };
    bottom = bottom === Number.POSITIVE_INFINITY ? segment.bottom : Math.max(bottom, segment.bottom);
  }
  return best?.at ?? null;
}

const middle = ({ top, bottom }: Segment): number => (top + bottom) / 2;
