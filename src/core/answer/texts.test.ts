import { expect, test } from 'vitest';
import { texts } from './texts.ts';

const everything = (language: 'fr' | 'en') => {
  const own = texts[language];
  return [
    own.quotesIntroduction,
    own.quote('mot'),
    own.scopeEmpty({}),
    own.scopeEmpty({ isPart: true }),
    own.scopeEmpty({ excluded: 1, excludedSpaces: ['A'] }),
    own.scopeEmpty({ excluded: 2 }),
    own.modelFoundNothing,
    ...Object.values(own.notices),
    own.nothingFound({ documents: 1, spaces: [] }),
    own.nothingFound({ documents: 1, spaces: [], isPart: true }),
    own.nothingFound({ documents: 12_345, spaces: ['A', 'B'] }),
    own.row([
      { name: 'T', value: 'A' },
      { name: 'P', value: '3' },
      { name: 'Q', value: '4' },
    ]),
  ].join('\n');
};

test('French typography: narrow no-break spaces, curly apostrophes, guillemets', () => {
  expect(everything('fr')).not.toMatch(/(?<!\u202f)[;:?!»]|«(?!\u202f)|['"“”]/u);
});

test('English has no French spaces', () => {
  expect(everything('en')).not.toMatch(/\u202f|[«»]/u);
});

test('more spaces are advised only to those who searched in a part', () => {
  for (const [language, advice] of [
    ['fr', 'davantage d’espaces'],
    ['en', 'more spaces'],
  ] as const) {
    const { nothingFound, scopeEmpty } = texts[language];
    const told = (isPart: boolean) => [
      nothingFound({ documents: 2, spaces: [], isPart }),
      scopeEmpty({ isPart }),
    ];
    for (const sentence of told(true)) expect(sentence).toMatch(new RegExp(advice));
    for (const sentence of told(false)) expect(sentence).not.toMatch(new RegExp(advice));
  }
});

test('rows of tables are read with their columns, empty cells left out', () => {
  const { row } = texts.fr;
  expect(
    row([
      { name: 'Tarif', value: 'Tarif A' },
      { name: 'Prix', value: '12 €' },
    ]),
  ).toBe('Tarif A\u202f: Prix\u202f: 12 €');
  expect(
    row([
      { name: 'T', value: 'A' },
      { name: '2025', value: '1' },
      { name: '2026', value: '2' },
    ]),
  ).toBe('A\u202f: 2025\u202f: 1\u202f; 2026\u202f: 2');
  expect(
    row([
      { name: 'T', value: '' },
      { name: '', value: 'seul' },
    ]),
  ).toBe('seul');
});
