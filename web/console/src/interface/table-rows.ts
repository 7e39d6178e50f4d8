import Papa from 'papaparse';

/** What a column of a table knows of each row: what sorts it, what it is found by, and what a file of it holds. */
export type Values<Row> = {
  readonly id: string;
  readonly title: string;
  readonly value: (row: Row) => string | number | null;
};

export type Order = { readonly column: string; readonly descending: boolean };

/** The rows in another order: numbers by size, texts as this language sorts them, empty ones last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Values<Row>[],
  order: Order | null,
  locale: string,
): readonly Row[] {
  const column = columns.find(({ id }) => id === order?.column);
  if (order === null || column === undefined) return rows;
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [column.value(one), column.value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : compare(`${a}`, `${b}`));
  });
}

/** The rows that hold every word of `text` somewhere, whatever its case and accents. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Values<Row>[],
  text: string,
): readonly Row[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const all = folded(columns.map(({ value }) => value(row) ?? '').join(' '));
    return words.every((word) => all.includes(word));
  });
}

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/**
 * The rows as a file for a spreadsheet, with a header: apart by semicolons and with a mark of UTF-8, as French ones want it.
 * What a spreadsheet would take for a formula is made text.
 */
export function rowsAsCsv<Row>(rows: readonly Row[], columns: readonly Values<Row>[]): string {
  const fields = columns.map(({ title }) => title);
  const data = rows.map((row) => columns.map(({ value }) => value(row) ?? ''));
  return `\u{feff}${Papa.unparse({ fields, data }, { delimiter: ';', escapeFormulae: true })}\r\n`;
}
