import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readText } from '../../../eval/reading/expected-text.ts';
import { bigramRecall, type ScoredText, wordRecall } from '../../../eval/reading/scorers.ts';
import { readDocument } from '../../../src/adapters/parsers/read-document.ts';
import { dataFolder, noData } from './data.ts';

const name = 'accessibilite__rgaa4-2019-exemple-declaration';

async function read(extension: string): Promise<ScoredText> {
  const file = `${name}.${extension}`;
  const outcome = await readDocument(readFileSync(`${dataFolder}documents/${file}`), { name: file });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return readText(outcome.document);
}

describe.skipIf(noData !== false)(`two renditions of one document ${noData || ''}`, () => {
  test('its OpenDocument and its PDF give nearly the same text, in the same order', async () => {
    const [odt, pdf] = [await read('odt'), await read('pdf')];
    // Measured: 0.995 of the words and 0.990 of the pairs; the PDF lacks the numbers of one list.
    for (const [one, other] of [
      [odt, pdf],
      [pdf, odt],
    ] as const) {
      expect(wordRecall(one, other).score).toBeGreaterThan(0.99);
      expect(bigramRecall(one, other).score).toBeGreaterThan(0.98);
    }
  });
});
