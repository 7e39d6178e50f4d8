import Papa from 'papaparse';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { addWarning } from '../add-warning.ts';
import { delimiterOf } from '../csv/delimiter-of.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';
import { cellText, createCellBudget } from '../sheets/sheet.ts';
import { titleOf } from '../title.ts';

type Line = readonly string[];

const judgedLines = 50;
const pieceCharacters = 1024 * 1024;
const longestTitle = 120;
const figure = /^[-+]?[\d\s.,]+%?$/;

/**
 * Reads a delimited file (the delimiter is sniffed) as one table, below its title and the other lines above it. Cells stay
 * text, rows stay arrays: a column named `__proto__` is a column like any other. There is no sheet to name, hence no place.
 */
export async function readCsv(bytes: Uint8Array): Promise<ParsedDocument> {
  const text = (await decodeText(bytes)).replace(/^\uFEFF/, '');
  const budget = createCellBudget();
  const lines: Line[] = [];
  // Excel's own way of naming the delimiter is a first line.
  const [declaration, declared] = /^sep=(.)\r?\n/i.exec(text) ?? [];
  const content = text.slice(declaration?.length ?? 0);
  const delimiter = declared ?? delimiterOf(content);
  Papa.parse<string[]>(content, {
    ...(delimiter === null ? {} : { delimiter }),
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
  const blocks = blocksOf(lines);
  return addWarning(parsedDocument(blocks, { title: titleOf(null, blocks) }), 'truncated', budget.leftOut());
}

function blocksOf(lines: readonly Line[]): ParsedBlock[] {
  const first = firstOfTable(lines);
  const above = lines.slice(0, first).map(lineAbove);
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

/** The first line above a table is its title when it reads like one. */
function lineAbove(cells: Line, index: number): ParsedBlock {
  const filled = cells.filter((cell) => cell !== '');
  const text = filled.join(' ').replace(/^#+\s*/, '');
  const isTitle =
    index === 0 && filled.length === 1 && text.length <= longestTitle && /^\p{L}.*[^.;:!?]$/u.test(text);
  return isTitle ? { kind: 'heading', level: 1, text } : { kind: 'paragraph', text };
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
