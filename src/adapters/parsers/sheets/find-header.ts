import { looksLikeHeader } from '../table-rows.ts';
import { isStrong } from './fill-merges.ts';
import type { Region } from './regions.ts';
import type { Sheet, SheetRow } from './sheet.ts';

const judgedRows = 50;
const longestName = 60;

/**
 * Where the table of a region begins, as an index into its rows, and whether that row names the columns (`declared`):
 * the author says so (a table, a filter, rows that stay in sight), it is the only one in bold, or it reads like one. The
 * rows before it are titles and other lines above the table.
 */
export function headerOf(region: Region, sheet: Sheet): { first: number; declared: boolean } {
  const declared = declaredHeader(region, sheet);
  if (declared !== -1) return { first: declared, declared: true };
  const first = firstFullRow(region.rows);
  const [row, next] = region.rows.slice(first);
  if (row === undefined || next === undefined || region.columns.length === 1)
    return { first, declared: false };
  const named = [...row.cells.values()].every((cell) => isYear(cell) || !isFigure(cell));
  const bold = isStrong(row) && !isStrong(next) && row.cells.size > 1 && named;
  return { first, declared: bold || readsLikeHeader(region, first) };
}

function declaredHeader({ rows, columns }: Region, { tables, frozenRows }: Sheet): number {
  const byTable = rows.findIndex((row) =>
    tables.some(
      ({ firstRow, firstColumn, lastColumn }) =>
        firstRow === row.number &&
        columns.some((column) => column >= firstColumn && column <= lastColumn && row.cells.has(column)),
    ),
  );
  if (byTable !== -1) return byTable;
  const frozen = rows.findIndex((row) => row.number === frozenRows && row.cells.size > 1);
  return frozen < rows.length - 1 ? frozen : -1;
}

// Titles and labels stand in a cell or two above the rows that fill the width of the table.
function firstFullRow(rows: readonly SheetRow[]): number {
  const widths = rows.slice(0, judgedRows).map(({ cells }) => cells.size);
  const usual = widths.toSorted((one, other) => one - other)[Math.floor(widths.length * 0.6)] ?? 1;
  const first = widths.findIndex((width) => width >= Math.max(2, usual / 2));
  return first === -1 ? 0 : first;
}

// Words above figures, though not above them alone: a second row of names may follow.
function readsLikeHeader({ rows, columns }: Region, first: number): boolean {
  const [header = [], ...rest] = rows
    .slice(first, first + judgedRows)
    .map(({ cells }) => columns.map((column) => cells.get(column) ?? ''));
  // Years name columns, unless they are what the rows are about.
  const named = isYear(header[0]) ? header : header.map((cell) => (isYear(cell) ? `année ${cell}` : cell));
  if (looksLikeHeader(named, rest)) return true;
  if (named.some((cell) => isFigure(cell) || cell.length > longestName)) return false;
  const missing = named.filter((cell) => cell === '').length;
  return missing <= 1 && columns.some((_, at) => mostly(isFigure, rest, at));
}

function mostly(
  is: (cell: string) => boolean,
  rows: readonly (readonly string[])[],
  column: number,
): boolean {
  const cells = rows.flatMap((row) => row[column] || []);
  return cells.length > 1 && cells.filter(is).length > cells.length / 2;
}

const isYear = (cell: string | undefined): boolean => /^(19|20)\d\d$/.test(cell ?? '');
const isFigure = (cell: string): boolean => /^[-+(]?\d[\d\s.,]*\)?\s?\p{Sc}?%?$/u.test(cell);
