import type { Aside } from '../../../core/place.ts';

/**
 * A piece of a PDF page on its way to a block of the document. `top` and `bottom` are in points from the top of the page.
 * Tables keep their rows; everything else is one text.
 */
export type Piece = {
  readonly kind: 'heading' | 'paragraph' | 'list-item' | 'code' | 'table';
  readonly text: string;
  /** Set on what is no part of the running text. */
  readonly aside?: Aside;
  /** Heading level from 1, or list depth from 0. */
  readonly level: number;
  readonly bold: boolean;
  /** Set on a table that was read along its drawn lines: its cells are right. */
  readonly ruled?: true;
  /** Height of its type in points, 0 when unknown. */
  readonly size: number;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly page: number;
  /** Page of each row of a table that runs over several. */
  readonly rowPages?: readonly number[];
  readonly pageHeight: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

/** All words of a piece as one text. */
export function wordsOf(piece: Piece): string {
  return piece.kind === 'table' ? [...piece.header, ...piece.rows.flat()].join(' ') : piece.text;
}

/** The height in which most characters are printed; 0 when unknown. */
export function bodySize(pieces: readonly Piece[]): number {
  const characters = new Map<number, number>();
  for (const { size, text } of pieces) {
    const rounded = Math.round(size * 2) / 2;
    if (rounded > 0) characters.set(rounded, (characters.get(rounded) ?? 0) + text.length);
  }
  return [...characters].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

/** The pieces of a page with one more, before the first that stands below it in the same column. */
export function insertPiece(pieces: readonly Piece[], added: Piece): Piece[] {
  const isBelow = (piece: Piece): boolean => piece.top > added.top;
  const next = pieces.findIndex(
    (piece) => isBelow(piece) && piece.left < added.right && added.left < piece.right,
  );
  let at = next === -1 ? pieces.length : next;
  // The short last line of a paragraph is in the column too, though not below every word of it.
  const isShort = (piece: Piece): boolean => piece.right - piece.left < (added.right - added.left) / 2;
  for (let before = pieces[at - 1]; before !== undefined && isBelow(before) && isShort(before); ) {
    at -= 1;
    before = pieces[at - 1];
  }
  return pieces.toSpliced(at, 0, added);
}
