import type { ParsedBlock } from '../../../core/parsed-document.ts';
import type { Place } from '../../../core/place.ts';
import { columnLetters } from './columns.ts';
import { fillMerges } from './fill-merges.ts';
import { headerOf } from './find-header.ts';
import { type Region, regionsOf } from './regions.ts';
import type { CellBudget, Sheet, SheetRow } from './sheet.ts';

const longestHeading = 120;
const scatteredFrom = 200_000;
const scatteredTimes = 8;
/** Below a table, a text in the first column that is longer is a remark on it. */
const longestLabel = 60;
const remark = /^(\*|\(\d\)|\([a-z]\)|[¹²³]|sources?\b|notes?\b|nb\b|n\.b\.|champ\b|lecture\b|remarques?\b)/i;

/** The blocks of a sheet: its name as a heading, its tables and lines in reading order, then what hangs on its cells. */
export function blocksOfSheet(sheet: Sheet, budget: CellBudget): ParsedBlock[] {
  const titles = fillMerges(sheet, budget);
  const blocks = regionsOf(sheet).flatMap((region) => blocksOfRegion(region, sheet, titles));
  for (const { row, column, block } of sheet.remarks)
    blocks.push({ ...block, place: placeOf(sheet, [row, row], [column, column]) });
  return blocks.length === 0 ? [] : [{ kind: 'heading', level: 1, text: sheet.name }, ...blocks];
}

type Titles = ReadonlySet<number>;

function blocksOfRegion(region: Region, sheet: Sheet, titles: Titles): ParsedBlock[] {
  const { first, declared } = headerOf(region, sheet);
  if (region.columns.length === 1 && !declared) return linesOf(region.rows, region, sheet, titles);
  const last = lastTableRow(region.rows, first);
  return [
    ...linesOf(region.rows.slice(0, first), region, sheet, titles),
    tableOf(region.rows.slice(first, last), region, sheet, declared),
    ...linesOf(region.rows.slice(last), region, sheet, titles),
  ];
}

// Lines of text around tables; several cells in one of them are a small table without header.
function linesOf(rows: readonly SheetRow[], region: Region, sheet: Sheet, titles: Titles): ParsedBlock[] {
  const blocks: ParsedBlock[] = [];
  let pairs: SheetRow[] = [];
  const endPairs = (): void => {
    if (pairs.length > 0) blocks.push(tableOf(pairs, region, sheet, false));
    pairs = [];
  };
  for (const row of rows) {
    if (row.cells.size > 1) pairs.push(row);
    else {
      endPairs();
      blocks.push(lineOf(row, sheet, rows.length <= 3 && (row.strong > 0 || titles.has(row.number))));
    }
  }
  endPairs();
  return blocks;
}

function lineOf(row: SheetRow, sheet: Sheet, standsOut: boolean): ParsedBlock {
  const [[column, text] = [1, '']] = row.cells;
  const place = placeOf(sheet, [row.number, row.number], [column, column]);
  return standsOut && text.length <= longestHeading && /\p{L}/u.test(text) && !remark.test(text)
    ? { kind: 'heading', level: 2, text, place }
    : { kind: 'paragraph', text, place };
}

function tableOf(rows: readonly SheetRow[], region: Region, sheet: Sheet, headed: boolean): ParsedBlock {
  const used = new Set(rows.flatMap(({ cells }) => [...cells.keys()]));
  const columns = region.columns.filter((column) => used.has(column));
  const lines = isScattered(rows, columns.length)
    ? rows.map(({ cells }) => [...cells.values()])
    : rows.map(({ cells }) => columns.map((column) => cells.get(column) ?? ''));
  const numbers = rows.map(({ number }) => number);
  return {
    kind: 'table',
    header: headed ? (lines[0] ?? []) : [],
    rows: headed ? lines.slice(1) : lines,
    rowNumbers: headed ? numbers.slice(1) : numbers,
    place: placeOf(sheet, [numbers[0] ?? 1, numbers.at(-1) ?? 1], [columns[0] ?? 1, columns.at(-1) ?? 1]),
  };
}

// A few cells far apart would make a table of millions of empty ones.
function isScattered(rows: readonly SheetRow[], columns: number): boolean {
  const filled = rows.reduce((total, { cells }) => total + cells.size, 0);
  const area = rows.length * columns;
  return area > scatteredFrom && area > filled * scatteredTimes;
}

// Remarks and sources below a table are no rows of it.
function lastTableRow(rows: readonly SheetRow[], first: number): number {
  let last = rows.length;
  while (last > first + 2) {
    const cells = rows[last - 1]?.cells ?? new Map<number, string>();
    const [text = ''] = cells.values();
    if (cells.size !== 1 || (text.length <= longestLabel && !remark.test(text))) break;
    last -= 1;
  }
  return last;
}

function placeOf(sheet: Sheet, rows: readonly [number, number], columns: readonly [number, number]): Place {
  return {
    kind: 'cells',
    sheet: sheet.name,
    firstColumn: columnLetters(columns[0]),
    lastColumn: columnLetters(columns[1]),
    firstRow: rows[0],
    lastRow: rows[1],
  };
}
