import { expect, test } from 'vitest';
import { dateOf, meaningfulTitle, titleOf } from './title.ts';

test.each([
  'Microsoft Word - rapport.doc',
  'Document1',
  'Sans titre',
  'rapport_final_v6',
  'note-de-service-2024',
  'Budget 2024.xlsx',
  '12/03/2024',
  '',
])('« %s » is no title', (title) => {
  expect(meaningfulTitle(title)).toBeNull();
});

test('a title is kept, folded', () => {
  expect(meaningfulTitle(' Règlement  intérieur ')).toBe('Règlement intérieur');
});

test('the long title of an official text is one, a text is none', () => {
  const long = `Décret relatif ${'à la publicité des actes '.repeat(20)}`;
  expect(meaningfulTitle(long)).toBe(long.trim());
  expect(meaningfulTitle(long.repeat(3))).toBeNull();
});

test('without metadata, the first level-1 heading is the title', () => {
  const blocks = [
    { kind: 'heading', level: 2, text: 'Préambule' },
    { kind: 'heading', level: 1, text: 'Charte télétravail' },
  ] as const;
  expect(titleOf('Document1', blocks)).toBe('Charte télétravail');
  expect(titleOf('Charte 2024 du télétravail', blocks)).toBe('Charte 2024 du télétravail');
  expect(titleOf(null, [])).toBeNull();
});

test('absurd dates are dropped', () => {
  expect(dateOf('2024-05-02T10:00:00Z')?.getUTCFullYear()).toBe(2024);
  expect(dateOf('0000-00-00')).toBeNull();
  expect(dateOf(undefined)).toBeNull();
});
