import type { ParsedBlock } from '../../core/parsed-document.ts';
import { cleanText } from './clean-text.ts';
import { holdsHtml, isFields, type Value } from './structured-value.ts';

const maxColumns = 40;
/** Longer texts want to be read as such, not in a cell. */
const maxCellCharacters = 250;
/** Records that share less than this part of their fields are no rows of one table. */
const leastFilled = 0.6;
/** Levels of fields within fields that become columns (`adresse.ville`). */
const maxColumnDepth = 3;
const shownNumbers = 16;
/** Elements of running text: what holds them is a part of a document, not a row. */
const paragraphs = /(?:^|\.)(?:p|para|paragraph|paragraphe|al|alinea)$/i;

/** The records of a series as a table, or `null` when they are not alike enough or hold too much. */
export function tableOfRecords(
  records: readonly Value[],
  firstColumn?: readonly string[],
): ParsedBlock | null {
  if (records.length < 2) return null;
  const rows: Map<string, string>[] = [];
  const columns = new Set<string>();
  let filled = 0;
  for (const record of records) {
    const row = new Map<string, string>();
    if (!isFields(record) || !flatten(record, '', 0, row)) return null;
    for (const name of row.keys()) columns.add(name);
    if (columns.size > maxColumns) return null;
    filled += row.size;
    rows.push(row);
  }
  if (columns.size === 0 || filled < columns.size * rows.length * leastFilled) return null;
  const paths = [...columns];
  const body = rows.map((row) => paths.map((path) => row.get(path) ?? ''));
  const names = shortNames(paths);
  if (firstColumn === undefined) return { kind: 'table', header: names, rows: body };
  return {
    kind: 'table',
    header: ['', ...names],
    rows: body.map((row, index) => [firstColumn[index] ?? '', ...row]),
  };
}

// `properties.nom` is `nom` where no other column ends so.
function shortNames(paths: readonly string[]): string[] {
  const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
  const times = new Map<string, number>();
  for (const path of paths) times.set(lastOf(path), (times.get(lastOf(path)) ?? 0) + 1);
  return paths.map((path) => (times.get(lastOf(path)) === 1 ? lastOf(path) : path));
}

function flatten(value: Value, path: string, depth: number, row: Map<string, string>): boolean {
  if (!isFields(value)) {
    const text = scalarText(value);
    if (text === null || text.length > maxCellCharacters || holdsHtml(text)) return false;
    if (row.has(path) || paragraphs.test(path)) return false;
    row.set(path, text);
    return true;
  }
  if (depth > maxColumnDepth) return false;
  return value.fields.every(([name, inner]) => flatten(inner, joinPath(path, name), depth + 1, row));
}

function joinPath(path: string, name: string): string {
  return [path, cleanText(name)].filter((part) => part !== '').join('.');
}

/** The text of a single value or of a series of them, `null` for what holds fields. Long series of numbers are cut. */
export function scalarText(value: Value): string | null {
  if (typeof value === 'string') return cleanText(value);
  if (isFields(value)) return null;
  const numbers = numbersIn(value);
  if (numbers !== null) return numbers;
  if (!value.every((item) => typeof item === 'string')) return null;
  return value.map((item) => cleanText(item)).join(', ');
}

// Coordinates and measures: nobody reads a thousand of them.
function numbersIn(value: readonly Value[]): string | null {
  const shown: string[] = [];
  const left: Value[] = value.toReversed();
  for (let item = left.pop(); item !== undefined; item = left.pop()) {
    if (typeof item !== 'string') {
      if (isFields(item)) return null;
      for (const inner of item.toReversed()) left.push(inner);
    } else if (!/^-?\d[\d.eE+-]*$/.test(item)) return null;
    else if (shown.length < shownNumbers) shown.push(item);
    else if (shown.length === shownNumbers) shown.push('…');
  }
  return shown.length === 0 ? null : shown.join(', ');
}
