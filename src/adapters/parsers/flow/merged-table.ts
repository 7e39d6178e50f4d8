import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { blocksOfTable } from '../table-rows.ts';

/** Where word processors put a cell: its first column on the table's grid, and how many columns it covers. */
export type CellPlace = {
  readonly column: number;
  readonly span: number;
  /** True for the lower part of a cell that covers several rows. */
  readonly continues: boolean;
};

export type MergedCell = CellPlace & {
  readonly blocks: readonly ParsedBlock[];
  /** The words of its blocks, each once: tables in it do not repeat their merged cells. */
  readonly text: string;
};

export type MergedRow = { readonly header: boolean; readonly cells: readonly MergedCell[] };

/** Header rows above this many are rows: a table marked as a header from top to bottom has none. */
const maxHeaderRows = 3;

/**
 * The blocks of a table with merged cells: their text stands in each cell that they cover, so that each row reads by
 * itself. Several header rows become one. A table of one column only lays out the page: its content stands as it is.
 */
export function blocksOfMergedTable(rows: readonly MergedRow[]): ParsedBlock[] {
  const starts = columnStarts(rows);
  const grid: string[][] = [];
  for (const { cells } of rows) grid.push(filledRow(cells, starts, grid.at(-1)));
  const used = starts.filter((_, column) => grid.some((row) => row[column] !== ''));
  if (used.length <= 1) return rows.flatMap(({ cells }) => cells.flatMap(({ blocks }) => blocks));
  const headerRows = headerRowsOf(rows);
  return blocksOfTable(joinRows(grid.slice(0, headerRows)), grid.slice(headerRows));
}

/** The words of a table on one line, for a table inside a cell: bars between its cells, semicolons between its rows. */
export function textOfMergedTable(rows: readonly MergedRow[]): string {
  return rows
    .map(({ cells }) => cells.flatMap(({ text }) => (text === '' ? [] : [text])).join(' | '))
    .filter((row) => row !== '')
    .join(' ; ');
}

// What the table declares; else the first two rows, when cells that cover both stand beside cells that part below.
function headerRowsOf(rows: readonly MergedRow[]): number {
  const declared = rows.findIndex(({ header }) => !header);
  if (declared > 0 && declared <= maxHeaderRows) return declared;
  const [first, second, third] = rows.map(({ cells }) => cells);
  if (first === undefined || second === undefined || third === undefined) return 0;
  const goesOn = second.some(({ continues }) => continues) && !third.some(({ continues }) => continues);
  const parts = first.some(
    ({ column, span }) =>
      second.filter((cell) => cell.column >= column && cell.column < column + span).length > 1,
  );
  return goesOn && parts ? 2 : 0;
}

// Only the places where some cell starts are columns: those of the grid that nothing starts at are slips of a ruler.
function columnStarts(rows: readonly MergedRow[]): number[] {
  const starts = new Set(rows.flatMap(({ cells }) => cells.map(({ column }) => column)));
  return [...starts]
    .toSorted((one, other) => one - other)
    .slice(0, Math.floor(tunables.parsing.tableCells / rows.length));
}

function filledRow(
  cells: readonly MergedCell[],
  starts: readonly number[],
  above: readonly string[] | undefined,
): string[] {
  const row = starts.map(() => '');
  let at = 0;
  for (const { column, span, continues, text } of cells) {
    while (at + 1 < starts.length && (starts[at + 1] ?? 0) <= column) at += 1;
    for (let covered = at; covered < starts.length && (starts[covered] ?? 0) < column + span; covered += 1) {
      const own = continues && above !== undefined ? (above[covered] ?? '') : text;
      row[covered] = [row[covered], own].filter((part) => part !== '').join(' ');
    }
  }
  return row;
}

function joinRows(rows: readonly (readonly string[])[]): string[] {
  return (rows[0] ?? []).map((_, column) =>
    [...new Set(rows.map((row) => row[column] ?? ''))].filter((text) => text !== '').join(' – '),
  );
}
