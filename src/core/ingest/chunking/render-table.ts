import { tunables } from '../../../../config/tunables.ts';
import type { Language } from '../../document.ts';
import { countTokens } from './count-tokens.ts';
import { type Part, splitText } from './split-text.ts';
import { rulerOf } from './table-ruler.ts';
import { parting } from './unit.ts';

/** A row (its index in `row`) or a part of one; `header` is the header row that its text lacks, if any. */
export type TablePart = Part & {
  readonly row: number;
  readonly header: string | null;
  readonly headerTokens: number;
};

const { maxChunkTokens, headerShare } = tunables.chunking;

/**
 * Rows of a table as lines of cells between bars. The first part is the header row, its ruler and the first row; the
 * others carry the header row apart, unless it is so long that it would crowd them out.
 */
export function renderTable(
  headerCells: readonly string[],
  rows: readonly (readonly string[])[],
  language: Language,
): TablePart[] {
  const lines = rows.map((cells, row) => ({ text: line(cells), row })).filter(({ text }) => text !== '');
  const header = headerLines(headerCells);
  const headerTokens =
    header.length > maxChunkTokens * 16 ? Number.POSITIVE_INFINITY : countTokens(header) + 1;
  const crowds = headerTokens > maxChunkTokens * headerShare;
  if (header === '' || lines.length === 0 || crowds)
    return [{ text: line(headerCells), row: 0 }, ...lines]
      .filter(({ text }) => text !== '')
      .flatMap((line) => lineParts(line, language));

  const parts = lines.flatMap((line) => lineParts(line, language, { header, headerTokens }));
  return parts.map((part, at) =>
    at === 0
      ? { ...part, text: `${header}\n${part.text}`, tokens: part.tokens + headerTokens, ...noHeader }
      : part,
  );
}

/** The ruler tells whoever reads the text alone that its first row names the columns. */
function headerLines(cells: readonly string[]): string {
  const names = line(cells);
  return names === '' ? '' : `${names}\n${rulerOf(cells.length)}`;
}

/** What a text outside a table, or a row that lacks no header, has in place of one. */
export const noHeader = { header: null, headerTokens: 0 } as const;

function lineParts(
  { text, row }: { readonly text: string; readonly row: number },
  language: Language,
  header: Pick<TablePart, 'header' | 'headerTokens'> = noHeader,
) {
  return splitText(text, language, maxChunkTokens - header.headerTokens).map(
    (part, at): TablePart => ({
      ...part,
      ...header,
      row,
      ...(at === 0 ? { glue: '\n', parting: parting.line } : {}),
    }),
  );
}

function line(cells: readonly string[]): string {
  if (cells.every((cell) => cell.trim() === '')) return '';
  return `| ${cells
    .map((cell) =>
      cell
        .trim()
        .replace(/\s*\n\s*/g, ' ')
        .replaceAll('|', '\\|'),
    )
    .join(' | ')} |`;
}
