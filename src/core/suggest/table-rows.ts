import type { Language } from '../document.ts';

/** A cell with a number: what its column is called, and what its row is about. */
export type TableNumber = { readonly column: string; readonly row: string };

/**
 * Numbers of a table within a passage, as it is rendered there: lines of cells between bars, the first of them the header. The
 * first cell of a row says what it is about; rows that share it are left out, for nobody would know which is meant.
 */
export function numbersOfTables(text: string, language: Language): TableNumber[] {
  const lines = text.split('\n').map(cellsOf);
  const header = lines.find((cells) => cells !== null);
  if (!header) return [];
  const columns = header.flatMap((name, at) => {
    const column = name.replace(/\s*[([].*$/, '').trim();
    return at > 0 && measures[language].test(column) && column.length <= 40 ? [{ column, at }] : [];
  });
  const rows = lines
    .slice(lines.indexOf(header) + 1)
    .flatMap((cells) => (cells?.length === header.length ? [cells] : []));
  return rows.flatMap((cells) => {
    const [row = ''] = cells;
    const found = columns.find(({ at }) => /\d/.test(cells[at] ?? ''));
    const isOne = rows.filter(([other]) => other === row).length === 1;
    return found && isOne && isLabel(row) ? [{ column: found.column, row }] : [];
  });
}

/** What a column may count, at the start of its name. */
const measures: Readonly<Record<Language, RegExp>> = {
  fr: /^(?:montant|tarif|prix|coût|taux|plafond|seuil|durée|délai|participation|budget|subvention)(?!\p{L})(?! max)/iu,
  en: /^(?:amount|rate|price|cost|fee|limit|duration|budget|grant)(?!\p{L})/iu,
};

function cellsOf(line: string): string[] | null {
  if (!line.startsWith('| ') || !line.endsWith(' |')) return null;
  return line
    .slice(2, -2)
    .split(' | ')
    .map((cell) => cell.trim());
}

/** Words rather than a code, a date or a sum over the others. */
function isLabel(cell: string): boolean {
  return (
    /^\p{L}[^\d|]{5,60}$/u.test(cell) && !/^(?:total|sous-total|ensemble|moyenne|average|sum)/iu.test(cell)
  );
}
