import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import { isBold, ownWords, paragraphsOf, textOfLines } from './lines.ts';
import { insertPiece, type Piece } from './piece.ts';
import { edgesOfAreas, meeting, type Rule, type Rules, rulesOf } from './rules.ts';

/** A drawing has more lines than any table. */
const maxRules = 600;
const maxCells = 20_000;
/** A text that sticks out of its cell by more was not written in these cells. */
const overhang = 6;

type Row = { readonly texts: readonly string[]; readonly bold: boolean };
type Grid = { readonly xs: readonly number[]; readonly ys: readonly number[] };

/**
 * The tables whose cells are drawn, read along their lines: each word belongs to the cell that it stands in. A cell over
 * several rows or columns gives its text to each of them.
 */
export function ruledTables(page: ParsedPage): Piece[] {
  const drawn = tablesAlong(rulesOf(page), page);
  return drawn.length > 0 ? drawn : tablesAlong(edgesOfAreas(page), page).filter(hasColumns);
}

function tablesAlong(rules: Rules, page: ParsedPage): Piece[] {
  if (rules.level.length + rules.upright.length > maxRules) return [];
  return networks(rules).flatMap((network) => {
    const grid = { xs: positions(network.upright), ys: positions(network.level) };
    if (grid.xs.length < 3 || grid.ys.length < 2 || grid.xs.length * grid.ys.length > maxCells) return [];
    const rows = rowsOf(grid, network, page);
    return rows === null ? [] : [tableOf(grid, rows, page)];
  });
}

// Colours behind lines of text or behind cards make no table.
function hasColumns({ header, rows }: Piece): boolean {
  const filled = [header, ...rows].filter((row) => new Set(row.filter((cell) => cell !== '')).size > 1);
  return filled.length > 1;
}

/**
 * Puts drawn tables in the place of what the layout made of their words. What it took for a table around or across a
 * drawn one becomes lines again.
 */
export function placeTables(page: ParsedPage, pieces: readonly Piece[], tables: readonly Piece[]): Piece[] {
  if (tables.length === 0) return [...pieces];
  const outside = pieces.filter((piece) => !tables.some((table) => standsIn(piece, table)));
  const sound = outside.filter(
    (piece) => piece.kind !== 'table' || !tables.some((table) => overlap(piece, table)),
  );
  const spoilt = outside.filter((piece) => !sound.includes(piece));
  const lines = spoilt.flatMap((piece) => paragraphsOf(ownWords(piece, page, [...sound, ...tables]), page));
  return [...tables, ...lines]
    .toSorted((one, other) => one.top - other.top)
    .reduce<readonly Piece[]>(insertPiece, sound)
    .slice();
}

function overlap(one: Piece, other: Piece): boolean {
  return one.top < other.bottom && other.top < one.bottom && one.left < other.right && other.left < one.right;
}

// Most of it is inside.
function standsIn(piece: Piece, table: Piece): boolean {
  const down = Math.min(piece.bottom, table.bottom) - Math.max(piece.top, table.top);
  const across = Math.min(piece.right, table.right) - Math.max(piece.left, table.left);
  return down > (piece.bottom - piece.top) / 2 && across > (piece.right - piece.left) / 2;
}

// Lines that touch each other, directly or through others.
function networks({ level, upright }: Rules): Rules[] {
  const left = new Set([...level, ...upright]);
  const isLevel = new Set(level);
  const found: Rules[] = [];
  for (const start of [...level, ...upright]) {
    if (!left.delete(start)) continue;
    const network = [start];
    for (const rule of network) {
      for (const other of left) {
        if (isLevel.has(rule) === isLevel.has(other) || !meet(rule, other)) continue;
        left.delete(other);
        network.push(other);
      }
    }
    found.push({
      level: network.filter((rule) => isLevel.has(rule)),
      upright: network.filter((rule) => !isLevel.has(rule)),
    });
  }
  return found;
}

const meet = (one: Rule, other: Rule): boolean => crosses(one, other.at) && crosses(other, one.at);

const crosses = (rule: Rule, at: number): boolean => at >= rule.from - meeting && at <= rule.to + meeting;

function positions(rules: readonly Rule[]): number[] {
  const found: number[] = [];
  for (const at of rules.map((rule) => rule.at).toSorted((one, other) => one - other))
    if (at - (found.at(-1) ?? Number.NEGATIVE_INFINITY) > meeting) found.push(at);
  return found;
}

// `null` when this is no table: a frame, a drawing, words across the lines.
function rowsOf({ xs, ys }: Grid, rules: Rules, page: ParsedPage): Row[] | null {
  const columns = xs.length - 1;
  const cells = mergedCells({ xs, ys }, rules);
  const words = new Map<number, TextItem[]>();
  for (const item of page.textItems) {
    const column = slotOf(xs, item.x + Math.min(item.width, 8) / 2);
    const row = slotOf(ys, item.y + item.height / 2);
    if (column === null || row === null) continue;
    const cell = cells[row * columns + column] ?? 0;
    const lastColumn = cells.slice(row * columns, (row + 1) * columns).lastIndexOf(cell);
    if (item.x + item.width > (xs[lastColumn + 1] ?? 0) + overhang) return null;
    words.set(cell, [...(words.get(cell) ?? []), item]);
  }
  if (words.size < 2 || new Set(cells).size < 3 || !areRectangles(cells, columns)) return null;
  const texts = new Map([...words].map(([cell, items]) => [cell, textOfLines(items)]));
  return ys.slice(1).map((_, row): Row => {
    const own = cells.slice(row * columns, (row + 1) * columns);
    return {
      texts: own.map((cell) => texts.get(cell) ?? ''),
      bold: own.every((cell) => (words.get(cell) ?? []).every(isBold)),
    };
  });
}

// The number of the merged cell that each place of the grid belongs to: that of its first place.
function mergedCells({ xs, ys }: Grid, { level, upright }: Rules): number[] {
  const columns = xs.length - 1;
  const cells = Array.from({ length: columns * (ys.length - 1) }, (_, index) => index);
  const rootOf = (index: number): number => {
    const above = cells[index] ?? index;
    return above === index ? index : rootOf(above);
  };
  const merge = (one: number, other: number): void => {
    const [first, second] = [rootOf(one), rootOf(other)];
    cells[Math.max(first, second)] = Math.min(first, second);
  };
  const parted = (rules: readonly Rule[], at: number, middle: number): boolean =>
    rules.some((rule) => Math.abs(rule.at - at) <= meeting && rule.from <= middle && rule.to >= middle);
  for (const [index] of cells.entries()) {
    const row = Math.floor(index / columns);
    const column = index % columns;
    const middleX = ((xs[column] ?? 0) + (xs[column + 1] ?? 0)) / 2;
    const middleY = ((ys[row] ?? 0) + (ys[row + 1] ?? 0)) / 2;
    if (column + 1 < columns && !parted(upright, xs[column + 1] ?? 0, middleY)) merge(index, index + 1);
    if (index + columns < cells.length && !parted(level, ys[row + 1] ?? 0, middleX))
      merge(index, index + columns);
  }
  return cells.map((_, index) => rootOf(index));
}

// Cards and frames that touch leave shapes with corners between them: no cell of a table.
function areRectangles(cells: readonly number[], columns: number): boolean {
  const places = Map.groupBy(cells.keys(), (index) => cells[index] ?? 0);
  return [...places.values()].every((indices) => {
    const rows = new Set(indices.map((index) => Math.floor(index / columns)));
    const across = new Set(indices.map((index) => index % columns));
    return rows.size * across.size === indices.length;
  });
}

function slotOf(edges: readonly number[], at: number): number | null {
  const next = edges.findIndex((edge) => edge > at);
  return next <= 0 ? null : next - 1;
}

// A first row in bold type above others that are not names the columns.
function tableOf({ xs, ys }: Grid, all: readonly Row[], page: ParsedPage): Piece {
  const rows = all.filter((row) => row.texts.some((cell) => cell !== ''));
  const headed = rows.length > 1 && rows[0]?.bold === true && !rows.every((row) => row.bold);
  const texts = rows.map((row) => row.texts);
  return {
    kind: 'table',
    ruled: true,
    text: '',
    level: 0,
    bold: false,
    size: 0,
    header: (headed ? texts[0] : undefined) ?? [],
    rows: headed ? texts.slice(1) : texts,
    page: page.pageNum,
    pageHeight: page.height,
    left: xs[0] ?? 0,
    right: xs.at(-1) ?? 0,
    top: ys[0] ?? 0,
    bottom: ys.at(-1) ?? 0,
  };
}
