import type { Piece } from './piece.ts';

/**
 * Makes one table of what runs over pages: a table that ends its page and one of as many columns that opens the next. The
 * header row that is printed again is left out; each row keeps its page.
 */
export function joinTables(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && goesOn(last, piece)) joined[joined.length - 1] = join(last, piece);
    else joined.push(piece);
  }
  return joined;
}

// Between the two stand no other pieces: running headers and footers are gone.
function goesOn(last: Piece, next: Piece): boolean {
  if (last.kind !== 'table' || next.kind !== 'table') return false;
  const lastPage = last.rowPages?.at(-1) ?? last.page;
  return (
    next.page === lastPage + 1 && widthOf(last) === widthOf(next) && Math.abs(last.left - next.left) < 12
  );
}

function join(last: Piece, next: Piece): Piece {
  const [first = [], ...body] = rowsOf(next);
  const again = sameRow(first, rowsOf(last)[0] ?? []);
  const cut = last.rows.at(-1);
  if (!again && cut !== undefined && endsCutRow(cut, first)) {
    const whole = cut.map((cell, column) => `${cell} ${first[column] ?? ''}`.trim());
    return join({ ...last, rows: [...last.rows.slice(0, -1), whole] }, { ...next, header: [], rows: body });
  }
  const rows = again ? body : [first, ...body];
  return {
    ...last,
    rows: [...last.rows, ...rows],
    rowPages: [...(last.rowPages ?? last.rows.map(() => last.page)), ...rows.map(() => next.page)],
    bottom: next.bottom,
  };
}

// The page ended in the middle of a row: what comes goes on with its phrases, and its first cell is empty.
function endsCutRow(cut: readonly string[], next: readonly string[]): boolean {
  const goesOn = (cell: string, column: number): boolean =>
    cell === '' || (/^\p{Ll}/u.test(cell) && !/[.!?]$/.test(cut[column] ?? ''));
  return next[0] === '' && next.some((cell) => cell !== '') && next.every(goesOn);
}

const rowsOf = ({ header, rows }: Piece): (readonly string[])[] =>
  header.some((cell) => cell !== '') ? [header, ...rows] : [...rows];

const widthOf = (piece: Piece): number => rowsOf(piece)[0]?.length ?? 0;

const sameRow = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((cell, column) => cell === other[column]);
