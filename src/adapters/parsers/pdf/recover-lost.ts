import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import { cleanText } from '../clean-text.ts';
import { type Piece, wordsOf } from './piece.ts';

/** Share of the page at its top and bottom where the layout drops headers and footers on purpose. */
const band = 0.15;
/** Lost words of a region from which its table is given up: below, it is only a hyphen mended or a letter misread. */
const minLostWords = 6;
const sameLinePoints = 3;

/**
 * Finds lines that the layout dropped (it happens where it takes prose for a table) and puts them back where they stand.
 * A table that swallowed lines is replaced by the lines of its region: its cells are wrong as well.
 */
export function recoverLost(page: ParsedPage, pieces: readonly Piece[]): Piece[] {
  const tables = pieces.filter((piece) => piece.kind === 'table');
  const items = page.textItems.filter(
    (item) => isBody(item, page) || tables.some((table) => isInside(item, table)),
  );
  const lost = lostItems(items, pieces);
  if (lost.reduce((total, item) => total + wordsIn(item.text).length, 0) < minLostWords) return [...pieces];
  const kept = pieces.filter(
    (piece) => piece.kind !== 'table' || !lost.some((item) => isInside(item, piece)),
  );
  return linesOf(lostItems(items, kept), page).reduce<readonly Piece[]>(insert, kept).slice();
}

function isBody(item: TextItem, page: ParsedPage): boolean {
  const upright = Math.abs(item.rotation ?? 0) < 1;
  return upright && item.y > page.height * band && item.y + item.height < page.height * (1 - band);
}

// Items of which most words are in no piece; every word of the pieces serves once.
function lostItems(items: readonly TextItem[], pieces: readonly Piece[]): TextItem[] {
  const left = new Map<string, number>();
  for (const word of wordsIn(pieces.map(wordsOf).join(' '))) left.set(word, (left.get(word) ?? 0) + 1);
  return items.filter((item) => {
    const words = wordsIn(item.text);
    let found = 0;
    for (const word of words) {
      const count = left.get(word) ?? 0;
      if (count > 0) found += 1;
      left.set(word, count - 1);
    }
    return words.length > 0 && found < words.length / 2;
  });
}

function linesOf(items: readonly TextItem[], page: ParsedPage): Piece[] {
  const sorted = items.toSorted((a, b) => (Math.abs(a.y - b.y) > sameLinePoints ? a.y - b.y : a.x - b.x));
  const lines: Piece[] = [];
  for (const item of sorted) {
    const last = lines.at(-1);
    const text = cleanText(item.text);
    const gap = last === undefined ? Number.POSITIVE_INFINITY : item.y - last.bottom;
    if (last !== undefined && gap < item.height * 0.8) {
      lines[lines.length - 1] = {
        ...last,
        text:
          /\p{L}-$/u.test(last.text) && /^\p{Ll}/u.test(text)
            ? last.text.slice(0, -1) + text
            : `${last.text} ${text}`,
        left: Math.min(last.left, item.x),
        right: Math.max(last.right, item.x + item.width),
        bottom: Math.max(last.bottom, item.y + item.height),
      };
    } else {
      lines.push({
        kind: 'paragraph',
        text,
        level: 0,
        bold: false,
        size: item.height,
        header: [],
        rows: [],
        page: page.pageNum,
        pageHeight: page.height,
        left: item.x,
        right: item.x + item.width,
        top: item.y,
        bottom: item.y + item.height,
      });
    }
  }
  return lines;
}

function insert(pieces: readonly Piece[], line: Piece): Piece[] {
  const next = pieces.findIndex(
    (piece) => piece.top > line.top && piece.left < line.right && line.left < piece.right,
  );
  return next === -1 ? [...pieces, line] : pieces.toSpliced(next, 0, line);
}

function isInside(item: TextItem, piece: Piece): boolean {
  const middle = item.y + item.height / 2;
  return middle >= piece.top && middle <= piece.bottom;
}

function wordsIn(text: string): string[] {
  return (
    cleanText(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
