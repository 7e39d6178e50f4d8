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

/** Rows and columns that part nothing: nobody sees them, or nothing fits into them. */
type Passed = { readonly rows: ReadonlySet<number>; readonly columns: ReadonlySet<number> };

/** The regions of a sheet in reading order, parted by empty rows and columns where that makes tables of their own. */
export function regionsOf({ rows, hiddenRows, hiddenColumns, narrowColumns }: Sheet): Region[] {
  const passed = { rows: hiddenRows, columns: new Set([...hiddenColumns, ...narrowColumns]) };
  return split(regionOf(rows), passed, cuts);
}

function split(region: Region, passed: Passed, left: number): Region[] {
  if (region.rows.length === 0) return [];
  if (left === 0) return [region];
  const parts = left % 2 === 0 ? bandsOf(region, passed.rows) : stripesOf(region, passed.columns);
  if (parts.length === 1 && left < cuts) return parts;
  return parts.flatMap((part) => split(part, passed, left - 1));
}

type Band = { readonly rows: SheetRow[]; readonly columns: Set<number> };

function bandsOf({ rows }: Region, passed: ReadonlySet<number>): Region[] {
  const bands: SheetRow[][] = [];
  let before: SheetRow | undefined;
  for (const row of rows) {
    if (before !== undefined && adjacent(before.number, row.number, passed)) bands.at(-1)?.push(row);
    else bands.push([row]);
    before = row;
  }
  const joined: Band[] = [];
  for (const band of bands) {
    const above = joined.at(-1);
    const below = regionOf(band);
    if (above !== undefined && continues(above, below)) {
      for (const row of band) above.rows.push(row);
      for (const column of below.columns) above.columns.add(column);
    } else joined.push({ rows: band, columns: new Set(below.columns) });
  }
  return joined.map((band) => ({ rows: band.rows, columns: inOrder(band.columns) }));
}

// One empty row inside a table sets groups of rows apart: the lower group needs the header of the upper one.
function continues(above: Band, below: Region): boolean {
  const [header, last] = [above.rows[0], above.rows.at(-1)];
  const [first] = below.rows;
  if (header === undefined || last === undefined || first === undefined) return false;
  if (first.number - last.number > 2 || above.columns.size < 3 || below.columns.length < 3) return false;
  const shared = below.columns.filter((column) => above.columns.has(column)).length;
  const fits = shared === (above.rows.length === 1 ? above.columns.size : below.columns.length);
  // A table of its own opens with names of its columns.
  if (!fits || isStrong(first)) return false;
  const rest = below.rows.slice(1, judgedRows).map((row) => cellsOf(row, below.columns));
  return isStrong(header) || !looksLikeHeader(cellsOf(first, below.columns), rest);
}

function cellsOf({ cells }: SheetRow, columns: readonly number[]): string[] {
  return columns.map((column) => cells.get(column) ?? '');
}

function stripesOf(region: Region, passed: ReadonlySet<number>): Region[] {
  const groups: number[][] = [];
  let before: number | undefined;
  for (const column of region.columns) {
    if (before !== undefined && adjacent(before, column, passed)) groups.at(-1)?.push(column);
    else groups.push([column]);
    before = column;
  }
  if (groups.length === 1) return [region];
  const joined: number[][] = [];
  let left: Region | undefined;
  for (const stripe of cutInto(groups, region)) {
    if (left === undefined || standsAlone(left, joined.at(-1)?.length ?? 0, stripe))
      joined.push([...stripe.columns]);
    else for (const column of stripe.columns) joined.at(-1)?.push(column);
    left = stripe;
  }
  return cutInto(joined, region);
}

// Values apart from their labels, or figures set apart within one table, are no table of their own.
function standsAlone(left: Region, leftColumns: number, right: Region): boolean {
  if (leftColumns < 2 || right.columns.length < 2) return false;
  const [leftTop, rightTop] = [left.rows[0], right.rows[0]];
  const [leftEnd, rightEnd] = [left.rows.at(-1), right.rows.at(-1)];
  if (leftTop?.number !== rightTop?.number || leftEnd?.number !== rightEnd?.number) return true;
  const [column = 0] = right.columns;
  const labels = right.rows.slice(1).flatMap(({ cells }) => cells.get(column) ?? []);
  return labels.filter((text) => /\p{L}{2}/u.test(text)).length > labels.length / 2;
}

// The parts of a region in these groups of its columns, each cell looked at once.
function cutInto(groups: readonly (readonly number[])[], region: Region): Region[] {
  const groupOf = new Map(groups.flatMap((columns, group) => columns.map((column) => [column, group])));
  const parts = groups.map((columns) => ({ rows: [] as SheetRow[], columns }));
  for (const { number, cells, strong } of region.rows) {
    const allStrong = strong >= cells.size;
    for (const [column, text] of cells) {
      const rows = parts[groupOf.get(column) ?? 0]?.rows;
      let row = rows?.at(-1);
      if (row?.number !== number) {
        row = { number, cells: new Map(), strong: 0 };
        rows?.push(row);
      }
      row.cells.set(column, text);
      // Bold cells are only counted: a row that is all bold is so in each of its parts.
      if (allStrong) row.strong += 1;
    }
  }
  return parts;
}

function regionOf(rows: readonly SheetRow[]): Region {
  const columns = new Set<number>();
  for (const { cells } of rows) for (const column of cells.keys()) columns.add(column);
  return { rows, columns: inOrder(columns) };
}

function inOrder(columns: Iterable<number>): number[] {
  return [...columns].sort((one, other) => one - other);
}

// True when nothing that is in sight stands between the two.
function adjacent(one: number, other: number, passed: ReadonlySet<number>): boolean {
  for (let between = one + 1; between < other; between += 1) if (!passed.has(between)) return false;
  return true;
}
