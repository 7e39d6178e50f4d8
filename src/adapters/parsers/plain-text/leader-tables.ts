import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';

/** Dots or strokes that lead the eye from one column to the next: « Accueil ........ 100 », « Accueil . . . . 100 ». */
const leader = '(?:[.…·•](?: ?[.…·•]){3,}|…(?: ?…)+|_{4,})';
const border = new RegExp(String.raw`\s*${leader}\s*|\s*\t\s*|\s{3,}`);
const gap = /\s{3,}|\t/;
const leads = new RegExp(leader);
/** A blank to fill in: nothing stands behind it, or the sentence around it goes on. */
const blank = new RegExp(String.raw`${leader}(?:\s*$|\s*[,;:)])`);
/** What a line leads to; « du ........ au ........ inclus » leads to nothing. */
const value = /\d|^\p{Lu}/u;
const shareLed = 0.6;

/**
 * The table of lines whose columns are tied by leaders, or `null` when they are none (a form has blanks to fill in). What
 * stands above the first such line is for the caller: `above` counts those lines.
 */
export function leaderTable(
  lines: readonly string[],
): { readonly above: number; readonly table: ParsedBlock } | null {
  const first = lines.findIndex(isLed);
  if (first === -1) return null;
  const listed = lines.slice(first);
  const led = listed.filter(isLed).length;
  if (led < 2 || led < listed.length * shareLed) return null;
  const rows = listed.map(cellsOf);
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const names = (lines[first - 1] ?? '').trim().split(gap).map(cleanText);
  const named = names.length === columns;
  return {
    above: named ? first - 1 : first,
    table: { kind: 'table', header: named ? names : [], rows: rows.map((row) => widened(row, columns)) },
  };
}

function isLed(line: string): boolean {
  if (!leads.test(line) || blank.test(line)) return false;
  const cells = cellsOf(line);
  return cells.length > 1 && value.test(cells.at(-1) ?? '');
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .split(border)
    .map(cleanText)
    .filter((cell) => cell !== '');
}

// A leader over several columns leads to the last one; a line without any names what follows.
function widened(row: readonly string[], columns: number): string[] {
  const missing = Array<string>(columns - row.length).fill('');
  return row.length === 1 ? [...row, ...missing] : [...row.slice(0, -1), ...missing, ...row.slice(-1)];
}
