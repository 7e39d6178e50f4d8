import type { ParsedPage } from '@llamaindex/liteparse';
import { commentsOf } from './comments.ts';
import { bodySize, type Piece } from './piece.ts';

/** Notes stand in the lower part of the page, in type smaller than the text by at least this. */
const notesFrom = 0.5;
const maxRatio = 0.93;
const noteMark = /^(?:\(?\d{1,3}\)?[.)]?|[*†‡]{1,3}|[¹²³⁴-⁹⁰]{1,3})\s?(?=[\p{L}«"“(])/u;

/**
 * Marks footnotes: small type at the foot of a page, from a line that starts with a mark down to the end of the page.
 * What goes on in the same small type belongs to the note.
 */
export function markFootnotes(pieces: readonly Piece[]): Piece[] {
  const body = bodySize(pieces);
  if (body === 0) return [...pieces];
  const small = (piece: Piece): boolean =>
    piece.kind !== 'table' &&
    piece.kind !== 'heading' &&
    piece.size > 0 &&
    piece.size < body * maxRatio &&
    piece.top > piece.pageHeight * notesFrom;
  const marked: Piece[] = [];
  for (const page of Map.groupBy(pieces, (piece) => piece.page).values()) {
    const lastOther = page.findLastIndex((piece) => !small(piece));
    const first = page.findIndex((piece, index) => index > lastOther && noteMark.test(piece.text));
    marked.push(
      ...page.map(
        (piece, index): Piece =>
          first !== -1 && index >= first ? { ...piece, kind: 'paragraph', level: 0, aside: 'note' } : piece,
      ),
    );
  }
  return marked;
}

/** What people wrote on the pages with a viewer, as pieces of the pages. */
export function commentPieces(pages: readonly ParsedPage[]): Piece[] {
  return pages.flatMap((page) =>
    commentsOf(page).map(
      ({ text, top }): Piece => ({
        kind: 'paragraph',
        aside: 'comment',
        text,
        level: 0,
        bold: false,
        size: 0,
        header: [],
        rows: [],
        page: page.pageNum,
        pageHeight: page.height,
        left: 0,
        right: page.width,
        top,
        bottom: top,
      }),
    ),
  );
}

/** Puts asides (in the order of pages) at the end of the sections that they stand in. */
export function withAsides(pieces: readonly Piece[], asides: readonly Piece[]): Piece[] {
  const result = [...pieces];
  for (const aside of asides.toReversed()) {
    const before = result.findLastIndex(
      (piece) => piece.page < aside.page || (piece.page === aside.page && piece.top <= aside.top),
    );
    const heading = result.findIndex((piece, index) => index > before && piece.kind === 'heading');
    result.splice(heading === -1 ? result.length : heading, 0, aside);
  }
  return result;
}
