import { afterAll, describe, expect, test } from 'vitest';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';
import { dataFolder, noData } from './data.ts';
import { textOf, wordRecall } from './parsed-text.ts';

const pool = createParserPool({ size: 1 });
afterAll(() => pool.close());

async function read(file: string): Promise<string> {
  const outcome = await pool.parse({ path: `${dataFolder}documents/${file}`, name: file, bytes: 0 });
  return outcome.outcome === 'parsed' ? textOf(outcome.document) : '';
}

describe.skipIf(noData !== false)(`two renditions of one document ${noData || ''}`, () => {
  test('odt and pdf give nearly the same words', async () => {
    const name = 'accessibilite__rgaa4-2019-exemple-declaration';
    const [odt, pdf] = [await read(`${name}.odt`), await read(`${name}.pdf`)];
    expect(wordRecall(odt, pdf)).toBeGreaterThan(0.97);
    expect(wordRecall(pdf, odt)).toBeGreaterThan(0.97);
  });
});
