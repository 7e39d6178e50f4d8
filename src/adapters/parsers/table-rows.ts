import type { ParsedBlock } from '../../core/parsed-document.ts';
import { onPage } from '../../core/place.ts';

const maxHeaderCharacters = 60;
const numeric = /^[-+]?[\d\s., {2}]+\s*[%€$£k]?€?$/;

/**
 * The blocks for a grid of cells. Empty rows and columns go; one column is text that someone laid out, so it becomes
 * paragraphs. `header` is the header row that the format declares; without it, the first row is one when it looks so.
 */
export function blocksOfTable(
  declaredHeader: readonly string[],
  body: readonly (readonly string[])[],
  page?: number,
): ParsedBlock[] {
  const hasHeader = declaredHeader.some((cell) => cell !== '');
  const all = (hasHeader ? [declaredHeader, ...body] : [...body]).filter((row) =>
    row.some((cell) => cell !== ''),
  );
  const columns = all.reduce((most, row) => Math.max(most, row.length), 0);
  const used = [...Array(columns).keys()].filter((column) => all.some((row) => (row[column] ?? '') !== ''));
  const rows = all.map((row) => used.map((column) => row[column] ?? ''));
  const place = page === undefined ? {} : { place: onPage(page) };
  const [first] = rows;
  if (first === undefined) return [];
  if (used.length === 1) return rows.map(([text = '']) => ({ kind: 'paragraph', text, ...place }));
  const headed = hasHeader || looksLikeHeader(first, rows.slice(1));
  return [{ kind: 'table', header: headed ? first : [], rows: headed ? rows.slice(1) : rows, ...place }];
}

/**
 * True when a first row names its columns: short words above a column of numbers, or three columns and more of short
 * distinct words. Two columns of words stay without header: they are mostly terms and their explanation.
 */
export function looksLikeHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  if (rest.length === 0 || first.some((cell) => cell.length > maxHeaderCharacters || numeric.test(cell)))
    return false;
  const words = first.filter((cell) => cell !== '');
  const aboveNumbers = first.some((cell, column) => {
    const below = rest.map((row) => row[column] ?? '').filter((value) => value !== '');
    return cell !== '' && below.length > 0 && below.every((value) => numeric.test(value));
  });
  if (aboveNumbers) return words.length >= first.length - 1;
  return first.length >= 3 && words.length === first.length && new Set(words).size === words.length;
}
