import { looksLikeHeader } from '../table-rows.ts';
import { isStrong } from './fill-merges.ts';
import type { Sheet, SheetRow } from './sheet.ts';

/** Cells that belong together: rows with text between two columns. Their cells are those of the region alone. */
export type Region = {
  readonly rows: readonly SheetRow[];
  /** The columns that hold text, in their order. */
  readonly columns: readonly number[];
};

/** Cuts at empty rows, then at empty columns, and both once more inside: side by side below a common title. */
const cuts = 4;
const judgedRows = 20;

/** The regions of a sheet in reading order, parted by empty rows and columns where that makes tables of their own. */
export function regionsOf(sheet: Sheet): Region[] {
  return split(regionOf(sheet.rows), sheet, cuts);
}

function split(region: Region, sheet: Sheet, left: number): Region[] {
  if (region.rows.length === 0) return [];
  if (left === 0) return [region];
  const parts = left % 2 === 0 ? bandsOf(region, sheet) : stripesOf(region, sheet);
  if (parts.length === 1 && left < cuts) return parts;
  return parts.flatMap((part) => split(part, sheet, left - 1));
}

function bandsOf({ rows }: Region, { hiddenRows }: Sheet): Region[] {
  const bands: SheetRow[][] = [];
  let before: SheetRow | undefined;
  for (const row of rows) {
    if (before !== undefined && adjacent(before.number, row.number, hiddenRows)) bands.at(-1)?.push(row);
    else bands.push([row]);
    before = row;
  }
  const joined: { rows: SheetRow[]; columns: readonly number[] }[] = [];
  for (const band of bands) {
    const above = joined.at(-1);
    const below = regionOf(band);
    if (above !== undefined && continues(above, below)) {
      for (const row of band) above.rows.push(row);
      above.columns = inOrder(new Set([...above.columns, ...below.columns]));
    } else joined.push({ rows: band, columns: below.columns });
  }
  return joined;
}

// One empty row inside a table sets groups of rows apart: the lower group needs the header of the upper one.
function continues(above: Region, below: Region): boolean {
  const [header, last] = [above.rows[0], above.rows.at(-1)];
  const [first] = below.rows;
  if (header === undefined || last === undefined || first === undefined) return false;
  if (first.number - last.number > 2 || above.columns.length < 3 || below.columns.length < 3) return false;
  const [narrower, wider] = above.rows.length === 1 ? [above, below] : [below, above];
  const columns = new Set(wider.columns);
  if (!narrower.columns.every((column) => columns.has(column))) return false;
  // A table of its own opens with names of its columns.
  if (isStrong(first)) return false;
  const rest = below.rows.slice(1, judgedRows).map((row) => cellsOf(row, below.columns));
  return isStrong(header) || !looksLikeHeader(cellsOf(first, below.columns), rest);
}

function cellsOf({ cells }: SheetRow, columns: readonly number[]): string[] {
  return columns.map((column) => cells.get(column) ?? '');
}

function stripesOf(region: Region, sheet: Sheet): Region[] {
  const groups: number[][] = [];
  let before: number | undefined;
  for (const column of region.columns) {
    if (before !== undefined && adjacent(before, column, passable(sheet))) groups.at(-1)?.push(column);
    else groups.push([column]);
    before = column;
  }
  if (groups.length === 1) return [region];
  const stripes = groups.map((columns) => within(region, columns));
  const joined: Region[] = [];
  for (const stripe of stripes) {
    const left = joined.at(-1);
    if (left === undefined || standsAlone(left, stripe)) joined.push(stripe);
    else joined[joined.length - 1] = within(region, [...left.columns, ...stripe.columns]);
  }
  return joined;
}

// Values apart from their labels, or figures set apart within one table, are no table of their own.
function standsAlone(left: Region, right: Region): boolean {
  if (left.columns.length < 2 || right.columns.length < 2) return false;
  const [leftTop, rightTop] = [left.rows[0], right.rows[0]];
  const [leftEnd, rightEnd] = [left.rows.at(-1), right.rows.at(-1)];
  if (leftTop?.number !== rightTop?.number || leftEnd?.number !== rightEnd?.number) return true;
  const [column = 0] = right.columns;
  const labels = right.rows.slice(1).flatMap(({ cells }) => cells.get(column) ?? []);
  return labels.filter((text) => /\p{L}{2}/u.test(text)).length > labels.length / 2;
}

function regionOf(rows: readonly SheetRow[]): Region {
  const columns = new Set<number>();
  for (const { cells } of rows) for (const column of cells.keys()) columns.add(column);
  return { rows, columns: inOrder(columns) };
}

function inOrder(columns: Iterable<number>): number[] {
  return [...columns].sort((one, other) => one - other);
}

function within(region: Region, columns: readonly number[]): Region {
  const rows = region.rows.flatMap((row): SheetRow[] => {
    const kept = columns.flatMap((column): [number, string][] => {
      const text = row.cells.get(column);
      return text === undefined ? [] : [[column, text]];
    });
    // Bold cells are only counted: a row that is all bold is so in each of its parts.
    const strong = row.strong >= row.cells.size ? kept.length : 0;
    return kept.length === 0 ? [] : [{ number: row.number, cells: new Map(kept), strong }];
  });
  return { rows, columns };
}

/** True when nothing that is in sight stands between the two. */
function adjacent(one: number, other: number, passed: ReadonlySet<number>): boolean {
  for (let between = one + 1; between < other; between += 1) if (!passed.has(between)) return false;
  return true;
}

function passable({ hiddenColumns, narrowColumns }: Sheet): ReadonlySet<number> {
  return new Set([...hiddenColumns, ...narrowColumns]);
}
