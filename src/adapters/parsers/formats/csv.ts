import Papa from 'papaparse';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';
import { cellText, createCellBudget } from '../sheets/sheet.ts';

type Line = readonly string[];

const judgedLines = 50;
const pieceCharacters = 1024 * 1024;
const figure = /^[-+]?[\d\s.,]+%?$/;

/**
 * Reads a delimited file (the delimiter is sniffed) as one table, with the lines above it as paragraphs. Cells stay text,
 * rows stay arrays: a column named `__proto__` is a column like any other. There is no sheet to name, hence no place.
 */
export async function readCsv(bytes: Uint8Array): Promise<ParsedDocument> {
  const text = (await decodeText(bytes)).replace(/^\uFEFF/, '');
  const budget = createCellBudget();
  const lines: Line[] = [];
  // Excel's own way of naming the delimiter is a first line.
  const [declaration, declared] = /^sep=(.)\r?\n/i.exec(text) ?? [];
  Papa.parse<string[]>(text.slice(declaration?.length ?? 0), {
    ...(declared === undefined ? {} : { delimiter: declared }),
    header: false,
    dynamicTyping: false,
    skipEmptyLines: false,
    // In one piece, the lines of a large file would all be cut before the first is read.
    chunkSize: pieceCharacters,
    step({ data }, parser) {
      const cells = data.map((cell) => cellText(cell));
      if (cells.every((cell) => cell === '')) return;
      if (cells.every((cell) => budget.spend(cell.length))) lines.push(cells);
      else parser.abort();
    },
  });
  return addWarning(parsedDocument(blocksOf(lines)), 'truncated', budget.leftOut());
}

function blocksOf(lines: readonly Line[]): ParsedBlock[] {
  const first = firstOfTable(lines);
  const above = lines.slice(0, first).map(
    (cells): ParsedBlock => ({
      kind: 'paragraph',
      text: cells
        .filter((cell) => cell !== '')
        .join(' ')
        .replace(/^#+\s*/, ''),
    }),
  );
  const [opening, ...body] = lines.slice(first);
  if (opening === undefined) return above;
  const headed = body.length > 0 && opening.every((cell) => !figure.test(cell));
  return [
    ...above,
    headed
      ? { kind: 'table', header: opening, rows: body }
      : { kind: 'table', header: [], rows: [opening, ...body] },
  ];
}

// Titles and remarks of an export fill a cell or two above a table of more columns.
function firstOfTable(lines: readonly Line[]): number {
  const widths = lines.slice(0, judgedLines).map((cells) => cells.filter((cell) => cell !== '').length);
  const usual = widths.toSorted((one, other) => one - other)[Math.floor(widths.length / 2)] ?? 0;
  if (usual < 2) return 0;
  return Math.max(
    0,
    widths.findIndex((width) => width > usual / 2 && width > 1),
  );
}
