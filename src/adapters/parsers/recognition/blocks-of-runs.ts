import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { onPage } from '../../../core/place.ts';
import type { Run } from './engine.ts';
import { readingOrder } from './reading-order.ts';
import { type Segment, segmentsOf, typeHeight, weightedMedian } from './segments.ts';

/** Capitals this much taller than those of the running text make a heading of the first, second and third level. */
const headingSizes = [1.8, 1.5, 1.3] as const;
const maxHeadingCharacters = 120;
const maxHeadingLines = 3;
/** White between two lines, in heights of type, from which a paragraph ends. */
const paragraphGap = 0.9;
/** An indent in heights of type that opens a paragraph, and how far from the margin a line ends that closes one. */
const indent = 1.2;
const shortLine = 6;
/** Share of its width that a line leaves white when it is a title or the end of a text, whatever its last sign. */
const titleRest = 0.45;
const namedHeading = /^(?:article|chapitre|titre|annexe|section|partie)\s+(?:\d|[ivxlc]+\b|premier|unique)/i;
const numberedHeading = /^\d{1,2}((?:\.\d{1,2}){1,3})\.?\s+\p{Lu}/u;
/** Text in larger type that opens a page has sentences; titles have none. */
const sentenceInside = /\p{Ll}[.!?] \p{Lu}/u;
const bullet = /^(?:[•◦▪●○‣➔➢✓❏*«-]|[e©®°#]\s(?=\p{Lu}))\s*/u;
const numberOfPage = /^(?:page\s*)?[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:\/|sur|of)\s*\d{1,4})?$/i;
/** Share of the page at its top and bottom where a lone number is that of the page. */
const margin = 0.08;

/** Blocks of one page from what was read on it: columns in order, headings by the size of their type. */
export function blocksOfRuns(runs: readonly Run[], page: number, pageHeight: number): ParsedBlock[] {
  const segments = segmentsOf(runs).filter((segment) => !isPageNumber(segment, pageHeight));
  const height = typeHeight(segments);
  const body = weightedMedian(
    segments.filter(({ capitals }) => capitals > 0).map(({ capitals, letters }) => [capitals, letters]),
  );
  return readingOrder(segments)
    .flatMap((part) => paragraphsOf(rowsOf(part), height))
    .map((lines) => blockOf(lines, page, body));
}

function isPageNumber({ text, top, bottom }: Segment, pageHeight: number): boolean {
  return numberOfPage.test(text) && (bottom < pageHeight * margin || top > pageHeight * (1 - margin));
}

/** Segments at one height as one line. */
function rowsOf(part: readonly Segment[]): Segment[] {
  const rows: Segment[] = [];
  for (const segment of part) {
    const at = rows.findIndex((row) => isBeside(row, segment));
    const row = rows[at];
    if (row === undefined) rows.push(segment);
    else rows[at] = joinRow(row, segment);
  }
  return rows;
}

function isBeside(row: Segment, segment: Segment): boolean {
  const common = Math.min(row.bottom, segment.bottom) - Math.max(row.top, segment.top);
  const apart = segment.left >= row.right || segment.right <= row.left;
  return apart && common > 0.5 * Math.min(row.bottom - row.top, segment.bottom - segment.top);
}

function joinRow(one: Segment, other: Segment): Segment {
  const [first, second] = one.left <= other.left ? [one, other] : [other, one];
  const letters = one.letters + other.letters;
  return {
    text: `${first.text} ${second.text}`,
    letters,
    confidence:
      letters === 0 ? 0 : (one.confidence * one.letters + other.confidence * other.letters) / letters,
    left: first.left,
    right: Math.max(one.right, other.right),
    top: Math.min(one.top, other.top),
    bottom: Math.max(one.bottom, other.bottom),
    // A cell that was measured too tall makes no heading of its row; the parts of a title are all tall.
    capitals: Math.min(one.capitals || other.capitals, other.capitals || one.capitals),
  };
}

function paragraphsOf(rows: readonly Segment[], height: number): Segment[][] {
  const left = weightedMedian(rows.map((row) => [row.left, 1]));
  const right = Math.max(...rows.map((row) => row.right));
  const paragraphs: Segment[][] = [];
  for (const row of rows) {
    const last = paragraphs.at(-1)?.at(-1);
    const goesOn =
      last !== undefined &&
      row.top - last.bottom < paragraphGap * height &&
      !differInSize(last, row) &&
      !namedHeading.test(row.text) &&
      !bullet.test(row.text) &&
      !isApart(last, row, { left, right, height });
    if (goesOn) paragraphs.at(-1)?.push(row);
    else paragraphs.push([row]);
  }
  return paragraphs;
}

// A sentence that ends before the margin, a line that starts behind it after a sentence, or a title above a text.
function isApart(
  last: Segment,
  row: Segment,
  { left, right, height }: { left: number; right: number; height: number },
): boolean {
  if (!/^[\p{Lu}\p{N}«"“(–-]/u.test(row.text)) return false;
  const rest = right - last.right;
  if (rest > titleRest * (right - left)) return true;
  return /[.!?:;»”)]$/u.test(last.text) && (rest > shortLine * height || row.left - left > indent * height);
}

function differInSize({ capitals: one }: Segment, { capitals: other }: Segment): boolean {
  return Math.min(one, other) > 0 && Math.max(one, other) >= headingSizes[2] * Math.min(one, other);
}

function blockOf(lines: readonly Segment[], page: number, body: number): ParsedBlock {
  const text = lines.map((line) => line.text).reduce(joinLines);
  const letters = lines.reduce((sum, line) => sum + line.letters, 0);
  const sum = lines.reduce((total, line) => total + line.confidence * line.letters, 0);
  const facts = {
    place: onPage(page),
    recognised: letters === 0 ? 0 : Math.round((sum / letters) * 100) / 100,
  };
  const level = headingLevel(lines, text, body);
  if (level !== null) return { kind: 'heading', level, text, ...facts };
  const marker = bullet.exec(text)?.[0];
  if (marker !== undefined && text.length > marker.length)
    return { kind: 'list-item', depth: 0, text: text.slice(marker.length), ...facts };
  return { kind: 'paragraph', text, ...facts };
}

function headingLevel(lines: readonly Segment[], text: string, body: number): number | null {
  const isTitle =
    /^[\p{Lu}\p{N}«]/u.test(text) &&
    /\p{L}{2}/u.test(text) &&
    !/[.,;]$/.test(text) &&
    !sentenceInside.test(text);
  if (!isTitle || text.length > maxHeadingCharacters || lines.length > maxHeadingLines) return null;
  const size = weightedMedian(lines.map(({ capitals, letters }) => [capitals, letters]));
  const rank = body === 0 ? -1 : headingSizes.findIndex((ratio) => size >= body * ratio);
  if (rank !== -1) return rank + 1;
  if (lines.length > 1) return null;
  if (namedHeading.test(text)) return headingSizes.length + 1;
  const depth = numberedHeading.exec(text)?.[1]?.split('.').length ?? 0;
  return depth > 1 ? Math.min(6, headingSizes.length + depth) : null;
}

function joinLines(text: string, line: string): string {
  return /\p{L}[-‐]$/u.test(text) && /^\p{Ll}/u.test(line) ? text.slice(0, -1) + line : `${text} ${line}`;
}
