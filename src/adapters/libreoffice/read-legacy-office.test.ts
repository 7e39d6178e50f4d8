import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { ParseOutcome } from '../../core/parsed-document.ts';
import { reasons } from '../../core/reasons.ts';
import type { DocumentParser } from '../../ports/document-parser.ts';
import type { Conversion, OfficeConverter } from '../../ports/office-converter.ts';
import { parsedDocument } from '../parsers/parsed.ts';
import { readLegacyOffice } from './read-legacy-office.ts';

const file = { path: '/blobs/abc', name: 'tarifs.xls', bytes: 10 };
const missing: ParseOutcome = { outcome: 'skipped', reason: 'converter-missing', detail: 'xls' };
const document = parsedDocument([{ kind: 'paragraph', text: 'Tarif 2024' }]);

function aParser(outcomes: Readonly<Record<string, ParseOutcome>>): DocumentParser {
  return {
    parse: async ({ path }) => outcomes[path] ?? { outcome: 'failed', reason: 'internal-error' },
    drawPage: async () => null,
    close: async () => {},
  };
}

function aConverter(conversion: Conversion | null = null) {
  const asked: string[] = [];
  let released = 0;
  const converted: Conversion = {
    outcome: 'converted',
    path: '/scratch/document.xlsx',
    bytes: 20,
    content: () => Readable.from([]),
    release: async () => {
      released += 1;
    },
  };
  const converter: OfficeConverter = {
    convert: async ({ path, format }, target) => {
      asked.push(`${path} ${format} ${target}`);
      return conversion ?? converted;
    },
    close: async () => {},
  };
  return { converter, asked, released: () => released };
}

test('reads what the converter made of the file, under the format that the file has', async () => {
  const { converter, asked, released } = aConverter();
  const parser = aParser({
    [file.path]: missing,
    '/scratch/document.xlsx': { outcome: 'parsed', format: 'xlsx', document },
  });
  expect(await readLegacyOffice(parser, converter).parse(file)).toEqual({
    outcome: 'parsed',
    format: 'xls',
    document,
  });
  expect(asked).toEqual(['/blobs/abc xls xlsx']);
  expect(released()).toBe(1);
});

test('leaves alone what needs no converter, an encrypted file among them', async () => {
  const { converter, asked } = aConverter();
  for (const outcome of [
    { outcome: 'parsed', format: 'text', document },
    { outcome: 'skipped', reason: 'encrypted', detail: 'xls' },
  ] as const)
    expect(await readLegacyOffice(aParser({ [file.path]: outcome }), converter).parse(file)).toEqual(outcome);
  expect(asked).toEqual([]);
});

test('tells why a conversion failed', async () => {
  const { converter } = aConverter({ outcome: 'failed', reason: 'parse-timeout' });
  expect(await readLegacyOffice(aParser({ [file.path]: missing }), converter).parse(file)).toEqual({
    outcome: 'failed',
    reason: 'parse-timeout',
  });
});

test('is as good as no converter when it does not run', async () => {
  const { converter } = aConverter({ outcome: 'failed', reason: 'converter-missing' });
  expect(await readLegacyOffice(aParser({ [file.path]: missing }), converter).parse(file)).toEqual(missing);
});

test('releases the converted file also when reading it is given up', async () => {
  const { converter, released } = aConverter();
  const parser = aParser({ [file.path]: missing });
  const failing = {
    ...parser,
    parse: async (asked: typeof file) => {
      if (asked.path !== file.path) throw new Error('closed');
      return missing;
    },
  };
  await expect(readLegacyOffice(failing, converter).parse(file)).rejects.toThrow('closed');
  expect(released()).toBe(1);
});

test('the reason given without a converter names the packages to install', () => {
  for (const language of ['fr', 'en'] as const)
    for (const part of ['writer', 'calc', 'impress'])
      expect(reasons['converter-missing'][language]).toContain(`libreoffice-${part}-nogui`);
});
