import { describe, expect, it } from 'vitest';
import { filterRows, rowsAsCsv, sortRows, type Values } from './table-rows.ts';

type Town = { readonly name: string; readonly people: number | null };
const towns: readonly Town[] = [
  { name: 'Évian', people: 9_000 },
  { name: 'Zuydcoote', people: null },
  { name: 'Agen', people: 32_000 },
];
const columns: readonly Values<Town>[] = [
  { id: 'name', title: 'Ville', value: ({ name }) => name },
  { id: 'people', title: 'Habitants', value: ({ people }) => people },
];
const names = (rows: readonly Town[]) => rows.map(({ name }) => name);
const sorted = (column: string, descending: boolean) =>
  names(sortRows(towns, columns, { column, descending }, 'fr-FR'));

describe('rows of a table', () => {
  it('sorts texts as the language does, and numbers by size', () => {
    expect(sorted('name', false)).toEqual(['Agen', 'Évian', 'Zuydcoote']);
    expect(sorted('people', true)).toEqual(['Agen', 'Évian', 'Zuydcoote']);
  });

  it('keeps what is empty last in both directions', () => {
    expect(sorted('people', false).at(-1)).toBe('Zuydcoote');
    expect(sorted('people', true).at(-1)).toBe('Zuydcoote');
  });

  it('keeps the order of the server without a choice, or for a column that is not there', () => {
    expect(sortRows(towns, columns, null, 'fr-FR')).toBe(towns);
    expect(sortRows(towns, columns, { column: 'gone', descending: true }, 'fr-FR')).toBe(towns);
  });

  it('finds all the words, whatever their case and accents', () => {
    expect(names(filterRows(towns, columns, 'evian 9'))).toEqual(['Évian']);
    expect(filterRows(towns, columns, 'evian agen')).toEqual([]);
    expect(filterRows(towns, columns, '  ')).toBe(towns);
  });

  it('makes a file in which no cell is a formula (R42)', () => {
    const hostile = [{ name: '=HYPERLINK("http://ailleurs.example")', people: 1 }];
    const csv = rowsAsCsv(hostile, columns);
    expect(csv).toBe('\u{feff}Ville;Habitants\r\n"\'=HYPERLINK(""http://ailleurs.example"")";1\r\n');
  });
});
