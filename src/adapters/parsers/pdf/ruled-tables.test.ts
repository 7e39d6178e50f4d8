import type { ParsedPage, TextItem, VectorLine } from '@llamaindex/liteparse';
import { describe, expect, test } from 'vitest';
import { ruledTables } from './ruled-tables.ts';

const upright = (x: number, y1: number, y2: number): VectorLine => ({
  x1: x,
  y1,
  x2: x,
  y2,
  stroke: true,
  fill: false,
});
const level = (y: number, x1: number, x2: number): VectorLine => ({
  x1,
  y1: y,
  x2,
  y2: y,
  stroke: true,
  fill: false,
});
const word = (text: string, x: number, y: number, fontName = 'Arial'): TextItem => ({
  text,
  x,
  y,
  width: 40,
  height: 10,
  fontName,
});

function pageOf(lines: VectorLine[], textItems: TextItem[]): ParsedPage {
  return {
    pageNum: 1,
    width: 595,
    height: 842,
    text: '',
    markdown: '',
    textItems,
    vectorGraphics: { lines, shapes: [] },
  };
}

/** Columns at 100, 200, 300 and 400, rows of 20 points from 100. */
const grid = (rows: number): VectorLine[] => [
  ...[100, 200, 300, 400].map((x) => upright(x, 100, 100 + rows * 20)),
  ...Array.from({ length: rows + 1 }, (_, row) => level(100 + row * 20, 100, 400)),
];

describe('ruledTables', () => {
  test('each word belongs to the cell that it stands in; a bold first row is the header', () => {
    const [table] = ruledTables(
      pageOf(grid(2), [
        word('Poste', 105, 105, 'Arial-Bold'),
        word('Montant', 205, 105, 'Arial-Bold'),
        word('Part', 305, 105, 'Arial-Bold'),
        word('Voirie', 105, 125),
        word('12 %', 305, 125),
      ]),
    );
    expect(table).toMatchObject({ header: ['Poste', 'Montant', 'Part'], rows: [['Voirie', '', '12 %']] });
  });

  test('a cell over two columns or rows gives its text to each', () => {
    const lines = grid(3).filter((line) => !(line.x1 === 200 && line.x2 === 200) && !(line.y1 === 140));
    // The second column line starts below the first row; the line under the second row starts after the first column.
    lines.push(upright(200, 120, 160), level(140, 200, 400));
    const [table] = ruledTables(
      pageOf(lines, [
        word('Recettes', 150, 105),
        word('2024', 305, 105),
        word('Fiscales', 105, 135),
        word('A', 205, 125),
        word('10', 305, 125),
        word('B', 205, 145),
        word('20', 305, 145),
      ]),
    );
    expect(table?.rows).toEqual([
      ['Recettes', 'Recettes', '2024'],
      ['Fiscales', 'A', '10'],
      ['Fiscales', 'B', '20'],
    ]);
  });

  test('a line of a cell goes on the one above, cut words mended', () => {
    const [table] = ruledTables(
      pageOf(grid(1), [
        word('Modali-', 105, 101),
        word('tés', 105, 110),
        word('Prix', 205, 105),
        word('TTC', 305, 105),
      ]),
    );
    expect(table?.rows).toEqual([['Modalités', 'Prix', 'TTC']]);
  });

  test.each([
    ['a frame', [upright(100, 100, 200), upright(400, 100, 200), level(100, 100, 400), level(200, 100, 400)]],
    [
      'lines that do not meet',
      [upright(100, 0, 50), upright(200, 0, 50), level(100, 100, 400), level(200, 100, 400)],
    ],
  ])('%s is no table', (_, lines) => {
    expect(ruledTables(pageOf(lines, [word('Avis', 105, 110), word('Ici', 305, 110)]))).toEqual([]);
  });

  test('R48: a drawing of 100,000 lines is left alone at once', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) =>
      level(index / 100, index % 300, (index % 300) + 20),
    );
    expect(ruledTables(pageOf(lines, []))).toEqual([]);
  });
});
