import type { Piece } from './piece.ts';
import { isContentsLine } from './unfold-tables.ts';

/** How far the numbers printed on the pages may run ahead of their count. */
const unnumberedPages = 20;
const looseNumbersOfContents = 6;
/** What stands this near between two lines of contents belongs to them: an entry over two lines, several in one piece. */
const nearLines = 2;

/**
 * Leaves out tables of contents: they only repeat the headings, and would answer every question with a page number. The
 * dots of a form ("le ........ 2024") are followed by no page of the document.
 */
export function withoutContents(pieces: readonly Piece[], pages: number): Piece[] {
  const lines = pieces.map((piece) => isContents(piece, pages));
  const inside = (index: number): boolean =>
    lines.slice(Math.max(0, index - nearLines), index).includes(true) &&
    lines.slice(index + 1, index + 1 + nearLines).includes(true);
  return withoutLooseNumbers(pieces.filter((_, index) => !lines[index] && !inside(index)));
}

function isContents(piece: Piece, pages: number): boolean {
  if (/^(table des mati[èe]res|sommaire|table of contents)$/i.test(piece.text)) return true;
  if (piece.kind !== 'paragraph' && piece.kind !== 'list-item') return false;
  const lastNumber = Number(/(\d{1,4})\s*$/.exec(piece.text)?.[1] ?? Number.NaN);
  return isContentsLine(piece.text) && lastNumber <= pages + unnumberedPages;
}

// The columns of a table of contents that fell apart: "4.1 4.2", "8 8 9 10".
function withoutLooseNumbers(pieces: readonly Piece[]): Piece[] {
  const isNumbers = (piece: Piece): boolean => piece.kind === 'paragraph' && /^[\d.\s]+$/.test(piece.text);
  const perPage = Map.groupBy(pieces.filter(isNumbers), (piece) => piece.page);
  return pieces.filter(
    (piece) => !isNumbers(piece) || (perPage.get(piece.page)?.length ?? 0) < looseNumbersOfContents,
  );
}
