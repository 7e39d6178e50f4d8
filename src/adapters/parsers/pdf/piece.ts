/**
 * A piece of a PDF page on its way to a block of the document. `top` and `bottom` are in points from the top of the page.
 * Tables keep their rows; everything else is one text.
 */
export type Piece = {
  readonly kind: 'heading' | 'paragraph' | 'list-item' | 'code' | 'table';
  readonly text: string;
  /** Heading level from 1, or list depth from 0. */
  readonly level: number;
  readonly bold: boolean;
  /** Height of its type in points, 0 when unknown. */
  readonly size: number;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly page: number;
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
