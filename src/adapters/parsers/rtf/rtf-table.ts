import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { blocksOfTable } from '../table-rows.ts';

/** One cell as the row's definition gives it: its right border in twips, and whether it continues a neighbour. */
export type CellDefinition = {
  readonly right: number;
  /** Continues the cell on its left, or the one above. */
  readonly continues: 'left' | 'above' | null;
};

export type TableRow = {
  readonly isHeader: boolean;
  readonly definitions: readonly CellDefinition[];
  /** What each cell holds, in order. */
  readonly cells: readonly (readonly ParsedBlock[])[];
};

/** Borders nearer than this (1.2 mm) are one: programs set them a little off from row to row. */
const borderTolerance = 70;
const maxColumns = 100;
const maxCells = 500_000;

/**
 * The blocks of a table. The borders of all rows make the columns, and the text of a merged cell is repeated in each that
 * it covers. A table of one column only lays out text: its blocks stand on their own.
 */
export function blocksOfRtfTable(rows: readonly TableRow[]): ParsedBlock[] {
  if (rows.every((row) => row.cells.length <= 1)) return rows.flatMap((row) => row.cells.flat());
  const columns = columnsOf(rows);
  const grid = columns === null ? rows.map(cellTexts) : onGrid(rows, columns);
  const headers = rows.findIndex((row) => !row.isHeader);
  const headerRows = headers === -1 ? 0 : headers;
  return blocksOfTable(
    grid[0] !== undefined && headerRows > 0 ? grid[0] : [],
    grid.slice(headerRows > 0 ? 1 : 0),
  );
}

/** Right borders of the columns, or `null` where the definitions do not give a sound grid. */
function columnsOf(rows: readonly TableRow[]): number[] | null {
  if (rows.some((row) => !isSound(row))) return null;
  const borders = [...new Set(rows.flatMap((row) => row.definitions.map(({ right }) => right)))];
  const columns: number[] = [];
  for (const border of borders.toSorted((one, other) => one - other)) {
    if (border - (columns.at(-1) ?? Number.NEGATIVE_INFINITY) > borderTolerance) columns.push(border);
  }
  return columns.length > maxColumns || columns.length * rows.length > maxCells ? null : columns;
}

function isSound({ definitions, cells }: TableRow): boolean {
  if (definitions.length < cells.length) return false;
  return definitions.every(({ right }, index) => right > (definitions[index - 1]?.right ?? -Infinity));
}

function onGrid(rows: readonly TableRow[], columns: readonly number[]): string[][] {
  const grid: string[][] = [];
  for (const row of rows) {
    const texts = cellTexts(row);
    const above = grid.at(-1) ?? [];
    const line: string[] = [];
    row.definitions.forEach(({ right, continues }, index) => {
      const own = texts[index] ?? '';
      const left = line.at(-1) ?? '';
      while (line.length < columns.length && (columns[line.length] ?? Infinity) <= right + borderTolerance) {
        const merged = continues === 'above' ? (above[line.length] ?? '') : continues === 'left' ? left : '';
        line.push(own === '' ? merged : own);
      }
    });
    grid.push(line);
  }
  return grid;
}

function cellTexts({ cells }: TableRow): string[] {
  return cells.map((blocks) => blocks.map((block) => (block.kind === 'table' ? '' : block.text)).join(' '));
}
