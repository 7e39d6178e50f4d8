import Papa from 'papaparse';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';

/**
 * Reads a delimited file (the delimiter is sniffed) as one table. Cells stay text, rows stay arrays: a column named
 * `__proto__` is a column like any other.
 */
export async function readCsv(bytes: Uint8Array): Promise<ParsedDocument> {
  const text = await decodeText(bytes);
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    header: false,
    dynamicTyping: false,
    skipEmptyLines: 'greedy',
  });
  const rows = data.map((row) => row.map((cell) => cleanText(String(cell))));
  const [first = [], ...rest] = rows;
  if (first.length === 0) return parsedDocument([]);
  const hasHeader = first.every((cell) => !/^[-+]?[\d\s.,]+%?$/.test(cell)) && rest.length > 0;
  return parsedDocument([
    hasHeader ? { kind: 'table', header: first, rows: rest } : { kind: 'table', header: [], rows },
  ]);
}
