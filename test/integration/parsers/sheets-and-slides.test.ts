import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectedText, readText } from '../../../eval/reading/expected-text.ts';
import { bigramRecall, cellRecall, wordRecall } from '../../../eval/reading/scorers.ts';
import { readDocument } from '../../../src/adapters/parsers/read-document.ts';
import type { ParsedDocument } from '../../../src/core/parsed-document.ts';
import { dataFolder, noData } from './data.ts';

async function read(file: string): Promise<ParsedDocument> {
  const outcome = await readDocument(readFileSync(`${dataFolder}documents/${file}`), { name: file });
  if (outcome.outcome !== 'parsed') throw new Error(`${file}: ${outcome.reason}`);
  return outcome.document;
}

describe.skipIf(noData)(`spreadsheets and presentations${noData ? ` (skipped: ${noData})` : ''}`, () => {
  // Comments carry a day and a name where the expected text has times and initials.
  test.each([
    ['docling__xlsx_01.xlsx', 0.95],
    ['docling__xlsx_05_table_with_title.xlsx', 0.95],
    ['docling__odf_table_with_title_01.ods', 0.95],
    ['docling__odf_presentation_01.odp', 0.9],
    ['docling__powerpoint_sample.pptx', 0.9],
    ['docling__powerpoint_comments.pptx', 0.7],
    ['docling__csv-semicolon.csv', 1],
    ['docling__csv-inconsistent-header.csv', 1],
  ])('%s holds the words, their order and the cells that it should', async (file, least) => {
    const path = `${dataFolder}documents/${file}.expected.md`;
    expect(existsSync(path)).toBe(true);
    const expected = expectedText(readFileSync(path, 'utf8'), path);
    const found = readText(await read(file));
    for (const score of [wordRecall, bigramRecall])
      expect(score(expected, found).score).toBeGreaterThanOrEqual(least);
    // A title above a table is one cell less.
    expect(cellRecall(expected, found).score ?? 1).toBeGreaterThanOrEqual(0.93);
  });

  test('a workbook: titles, parted tables with header and place, label, hidden sheet', async () => {
    const { blocks, labels } = await read('unstructured__2023-half-year-analyses-by-segment.xlsx');
    expect(labels).toHaveLength(1);
    const table = blocks.find((block) => block.kind === 'table' && block.header.includes('Sales (a)'));
    expect(table).toMatchObject({
      place: {
        sheet: 'OS-Rev.and results 30 06 2023',
        firstColumn: 'A',
        lastColumn: 'J',
        firstRow: 7,
        lastRow: 18,
      },
      rowNumbers: expect.arrayContaining([9, 18]),
      rows: expect.arrayContaining([expect.arrayContaining(['Zone NA', '12 553'])]),
    });
    expect((await read('docling__xlsx_01.xlsx')).warnings).toEqual([{ code: 'hidden-text', count: 7 }]);
  });

  test('slides have their number, notes stand apart', async () => {
    const { blocks, pages } = await read('docling__powerpoint_sample.pptx');
    expect(pages).toBe(3);
    expect(blocks.filter(({ aside }) => aside === 'speaker-notes')).toMatchObject([
      { text: 'Some notes on the second slide.', place: { kind: 'slide', from: 2, to: 2 } },
      { text: 'Final notes on the third slide.' },
      { text: 'Second line of notes.' },
    ]);
  });

  test.each([
    ['poi__poc-xmlbomb.xlsx', 'failed', 'damaged'],
    ['poi__protected_passtika.xlsx', 'skipped', 'encrypted'],
    ['poi__clusterfuzz-testcase-minimized-POIXSLFFuzzer-5463285576892416.pptx', 'failed', 'damaged'],
  ])('hostile %s ends as %s: %s', async (file, outcome, reason) => {
    const bytes = readFileSync(`${dataFolder}hostile/${file}`);
    expect(await readDocument(bytes, { name: file })).toMatchObject({ outcome, reason });
  });

  test('the macros of a workbook are told, not read', async () => {
    const bytes = readFileSync(`${dataFolder}hostile/poi__SimpleMacro.xlsm`);
    expect(await readDocument(bytes, { name: 'a.xlsm' })).toMatchObject({
      document: { warnings: [{ code: 'macros-ignored', count: 1 }] },
    });
  });
});
