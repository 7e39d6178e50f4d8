import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import { cleanText } from '../clean-text.ts';
import type { Piece } from './piece.ts';

const sameLinePoints = 3;

/** The words of a page by lines from its top, each from left to right. */
export function linesOf(items: readonly TextItem[]): TextItem[][] {
  const lines: TextItem[][] = [];
  let top = Number.NEGATIVE_INFINITY;
  for (const item of items.toSorted((one, other) => one.y - other.y)) {
    if (item.y - top <= sameLinePoints) lines.at(-1)?.push(item);
    else {
      lines.push([item]);
      top = item.y;
    }
  }
  return lines.map((line) => line.toSorted((one, other) => one.x - other.x));
}

/** The text of an item; the "o" that word processors print as the bullet of inner lists is one. */
export function textOfItem({ text, fontName = '' }: TextItem): string {
  return text.trim() === 'o' && /courier/i.test(fontName) ? '◦' : text;
}

/** The words of a page as one text, line by line; words cut at the end of a line are mended. */
export function textOfLines(items: readonly TextItem[]): string {
  return linesOf(items)
    .map((line) => cleanText(line.map(textOfItem).join(' ')))
    .reduce(joinLines, '');
}

function joinLines(text: string, line: string): string {
  if (text === '') return line;
  return /\p{L}-$/u.test(text) && /^\p{Ll}/u.test(line) ? text.slice(0, -1) + line : `${text} ${line}`;
}

/** Paragraphs of the words of a page, line by line from its top; a wider gap or another type starts a new one. */
export function paragraphsOf(items: readonly TextItem[], page: ParsedPage): Piece[] {
  const paragraphs: Piece[] = [];
  for (const line of linesOf(items)) {
    const next = pieceOfLine(line, page);
    const last = paragraphs.at(-1);
    if (last !== undefined && goesOn(last, next)) paragraphs[paragraphs.length - 1] = join(last, next);
    else paragraphs.push(next);
  }
  return paragraphs;
}

function pieceOfLine(line: readonly TextItem[], page: ParsedPage): Piece {
  const words = line.filter((item) => /[\p{L}\p{N}]/u.test(item.text));
  return {
    kind: 'paragraph',
    text: cleanText(line.map(textOfItem).join(' ')),
    level: 0,
    bold: words.length > 0 && words.every(isBold),
    size: Math.max(...line.map((item) => item.height)),
    header: [],
    rows: [],
    page: page.pageNum,
    pageHeight: page.height,
    left: Math.min(...line.map((item) => item.x)),
    right: Math.max(...line.map((item) => item.x + item.width)),
    top: Math.min(...line.map((item) => item.y)),
    bottom: Math.max(...line.map((item) => item.y + item.height)),
  };
}

/** True for words in heavy type. */
export const isBold = ({ fontName = '', fontWeight = 0 }: TextItem): boolean =>
  fontWeight >= 600 || /bold|black|heavy/i.test(fontName);

function goesOn(last: Piece, next: Piece): boolean {
  return next.bold === last.bold && next.top - last.bottom < next.size * 0.8;
}

function join(last: Piece, next: Piece): Piece {
  return {
    ...last,
    text: joinLines(last.text, next.text),
    left: Math.min(last.left, next.left),
    right: Math.max(last.right, next.right),
    bottom: next.bottom,
  };
}

/** True when the middle of a word is at the height of a piece. */
export function isLevelWith(item: TextItem, piece: Piece): boolean {
  const middle = item.y + item.height / 2;
  return middle >= piece.top && middle <= piece.bottom;
}

/** The words of a page that stand in the area of a piece and in none of the others. */
export function ownWords(piece: Piece, page: ParsedPage, others: readonly Piece[]): TextItem[] {
  return page.textItems.filter(
    (item) => isIn(item, piece) && !others.some((other) => other !== piece && isIn(item, other)),
  );
}

/** True when the middle of a word is in the area of a piece. */
export function isIn(item: TextItem, piece: Piece): boolean {
  const middle = item.x + item.width / 2;
  return isLevelWith(item, piece) && middle >= piece.left && middle <= piece.right;
}
