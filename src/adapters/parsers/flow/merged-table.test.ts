import { describe, expect, test } from 'vitest';
import { blocksOfMergedTable, type MergedCell, type MergedRow } from './merged-table.ts';

const cell = (column: number, text: string, span = 1, continues = false): MergedCell => ({
  column,
  span,
  continues,
  text,
  blocks: text === '' ? [] : [{ kind: 'paragraph', text }],
});
const row = (...cells: MergedCell[]): MergedRow => ({ header: false, cells });

describe('blocksOfMergedTable', () => {
  test('columns of the grid that no cell starts at are none', () => {
    const rows = [row(cell(0, 'a', 3), cell(3, 'b', 5)), row(cell(0, 'c', 3), cell(3, 'd', 5))];
    expect(blocksOfMergedTable(rows)).toEqual([
      {
        kind: 'table',
        header: [],
        rows: [
          ['a', 'b'],
          ['c', 'd'],
        ],
      },
    ]);
  });

  test('two rows that are merged in both directions are a header, declared or not', () => {
    const rows = [
      row(cell(0, 'Poste'), cell(1, 'Montant', 2)),
      row(cell(0, '', 1, true), cell(1, '2025'), cell(2, '2026')),
      row(cell(0, 'Énergie'), cell(1, '10'), cell(2, '12')),
    ];
    expect(blocksOfMergedTable(rows)).toEqual([
      {
        kind: 'table',
        header: ['Poste', 'Montant – 2025', 'Montant – 2026'],
        rows: [['Énergie', '10', '12']],
      },
    ]);
  });

  test('a table that is marked as a header from top to bottom has none', () => {
    const rows = [row(cell(0, 'a'), cell(1, 'b')), row(cell(0, 'c'), cell(1, 'd'))];
    const [block] = blocksOfMergedTable(rows.map(({ cells }) => ({ header: true, cells })));
    expect(block).toMatchObject({
      rows: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    });
  });

  test('R48: numbers of columns are no sizes: a span of a billion costs nothing', () => {
    const rows = [row(cell(0, 'a', 999_999_999), cell(999_999_999, 'b')), row(cell(5, 'c', 999_999_999))];
    expect(blocksOfMergedTable(rows)).toEqual([
      {
        kind: 'table',
        header: [],
        rows: [
          ['a', 'a', 'b'],
          ['', 'c', 'c'],
        ],
      },
    ]);
  });
});
