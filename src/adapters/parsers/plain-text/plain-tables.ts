import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { cleanCode, cleanText } from '../clean-text.ts';
import { blocksOfTable } from '../table-rows.ts';

const rule = /^[\s+|:=_\-│┃║─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╞╡╪╟╢╫]+$/;
const border = /[│┃║]/g;
/** Columns set with spaces; two spaces are also what justified text has between words. */
const gap = /\S {3,}\S|\S\t+ *\S/;
const shareWithGaps = 0.6;

/** The blocks of lines that draw a table, or `null` when they draw none. Columns set with spaces stay as they are laid out. */
export function tableOfLines(lines: readonly string[]): ParsedBlock[] | null {
  if (lines.length < 2) return null;
  return ruledTable(lines) ?? tabbedTable(lines) ?? laidOut(lines);
}

function ruledTable(lines: readonly string[]): ParsedBlock[] | null {
  const groups: string[][][] = [[]];
  for (const line of lines) {
    const drawn = line.replace(border, '|').trim();
    if (rule.test(drawn)) groups.push([]);
    else if (!drawn.includes('|')) return null;
    else groups.at(-1)?.push(cellsOf(drawn));
  }
  const filled = groups.filter((group) => group.length > 0);
  const rows = filled.flat();
  const widths = new Set(rows.map((row) => row.length));
  if (rows.length < 2 || widths.size !== 1 || widths.has(1)) return null;
  const [header = [], ...bodies] = filled;
  if (bodies.length === 0) return blocksOfTable([], rows);
  // A rule between all rows: the lines between two of them are one row.
  const body = bodies.length > 1 ? bodies.map(mergeLines) : bodies.flat();
  return blocksOfTable(mergeLines(header), body);
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map(cleanText);
}

function mergeLines(lines: readonly (readonly string[])[]): string[] {
  const [first = []] = lines;
  return first.map((_, column) => cleanText(lines.map((line) => line[column] ?? '').join(' ')));
}

function tabbedTable(lines: readonly string[]): ParsedBlock[] | null {
  const rows = lines.map((line) => line.trimEnd().split('\t').map(cleanText));
  const columns = rows[0]?.length ?? 0;
  const isGrid = columns > 1 && rows.every((row) => row.length === columns && row[0] !== '');
  return isGrid ? blocksOfTable([], rows) : null;
}

function laidOut(lines: readonly string[]): ParsedBlock[] | null {
  const withGaps = lines.filter((line) => gap.test(line.trim())).length;
  if (withGaps < 2 || withGaps < lines.length * shareWithGaps) return null;
  return [{ kind: 'code', text: cleanCode(lines.join('\n')) }];
}
