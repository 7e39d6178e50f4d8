/** Columns of the largest sheet that spreadsheet programs make (`XFD`). */
export const maxColumns = 16_384;
/** Rows of the largest sheet that spreadsheet programs make. */
export const maxRows = 1_048_576;

/** The letters of a column that counts from 1: 1 is `A`, 28 is `AB`. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return letters;
}

/** A rectangle of cells, both ends included; rows and columns count from 1. */
export type CellRange = {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
};

/** Row and column of a cell named as in `B12` or `$B$12`; `null` when it names none of a sheet. */
export function cellOf(name: string): { row: number; column: number } | null {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(name) ?? [];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  const row = Number(digits);
  return row >= 1 && row <= maxRows && column <= maxColumns ? { row, column } : null;
}

/** The cells named as in `A1:C4` or `B2`; `null` when they are none of a sheet. */
export function rangeOf(name: string): CellRange | null {
  const [from = '', to = from] = name.split(':');
  const [first, last] = [cellOf(from), cellOf(to)];
  if (first === null || last === null || last.row < first.row || last.column < first.column) return null;
  return { firstRow: first.row, lastRow: last.row, firstColumn: first.column, lastColumn: last.column };
}
