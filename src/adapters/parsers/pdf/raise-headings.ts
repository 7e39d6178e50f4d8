import type { Piece } from './piece.ts';

/**
 * Headings before all that stands below them in their column: a short title in the middle of the page is taken for a column of its own,
 * and read after the text that it heads.
 */
export function raiseHeadings(pieces: readonly Piece[]): Piece[] {
  const raised: Piece[] = [];
  for (const piece of pieces) {
    const at = piece.kind === 'heading' ? raised.findIndex((earlier) => isBelow(earlier, piece)) : -1;
    raised.splice(at < 0 ? raised.length : at, 0, piece);
  }
  return raised;
}

/** Whether a piece begins where a heading of the same page has ended, and holds its width. */
function isBelow(piece: Piece, heading: Piece): boolean {
  const isWider = piece.left <= heading.left && heading.right <= piece.right;
  return piece.page === heading.page && isWider && piece.top >= heading.bottom;
}
