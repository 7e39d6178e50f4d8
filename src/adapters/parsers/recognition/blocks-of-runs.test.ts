import { expect, test } from 'vitest';
import { onPage } from '../../../core/place.ts';
import { blocksOfRuns } from './blocks-of-runs.ts';
import type { Run } from './engine.ts';

const pageHeight = 842;

/** A line of type that stands at `top`, from `left` on; five points of width for each letter. */
function aRun(text: string, { left = 70, top = 100, size = 10, confidence = 0.9 } = {}): Run {
  const right = left + text.length * size * 0.5;
  return { text, confidence, left, right, top, bottom: top + size, rise: size };
}

/** Lines below each other, twelve points apart. */
const lines = (texts: readonly string[], { left = 70, top = 100 } = {}): Run[] =>
  texts.map((text, index) => aRun(text, { left, top: top + index * 12 }));

const shown = (runs: readonly Run[]) =>
  blocksOfRuns(runs, 1, pageHeight).map((block) => [block.kind, 'text' in block ? block.text : '']);

test('runs of a line and lines of a paragraph are joined, words cut at the end of a line mended', () => {
  const runs = [
    aRun('Le conseil', { left: 70 }),
    aRun('.', { left: 248, top: 107, size: 2 }),
    aRun('municipal délibère sur la sub-', { left: 123 }),
    aRun('vention de la commune et sur le budget', { top: 112 }),
  ];
  expect(shown(runs.filter(({ text }) => text !== '.'))).toEqual([
    ['paragraph', 'Le conseil municipal délibère sur la subvention de la commune et sur le budget'],
  ]);
});

test('blocks tell their page and their confidence, weighted by letters', () => {
  const runs = [aRun('aaaaaaaaa', { confidence: 1 }), aRun('bbb', { left: 118, confidence: 0.6 })];
  expect(blocksOfRuns(runs, 7, pageHeight)).toEqual([
    { kind: 'paragraph', text: 'aaaaaaaaa bbb', place: onPage(7), recognised: 0.9 },
  ]);
});

test('columns are read one after the other, below the line that runs across both', () => {
  const column = (word: string) => [1, 2, 3, 4].map((line) => `${word} ligne ${line} du texte de la colonne`);
  const runs = [
    aRun('Un titre qui court sur toute la largeur de la page, au-dessus des deux colonnes de texte', {
      top: 80,
    }),
    ...lines(column('gauche')),
    ...lines(column('droite'), { left: 320 }),
  ];
  const text = shown(runs)
    .map(([, words]) => words)
    .join(' ');
  expect(text).toMatch(/^Un titre.*gauche ligne 1.*gauche ligne 4.*droite ligne 1.*droite ligne 4/);
});

test('rows of a table stay rows', () => {
  const runs = ['Voirie', 'Écoles', 'Sports', 'Culture'].flatMap((name, row) => [
    aRun(name, { top: 100 + row * 30 }),
    aRun(`${row + 1} 200 €`, { left: 300, top: 100 + row * 30 }),
  ]);
  expect(shown(runs).map(([, text]) => text)).toEqual([
    'Voirie 1 200 €',
    'Écoles 2 200 €',
    'Sports 3 200 €',
    'Culture 4 200 €',
  ]);
});

test('headings by size and by name, items by their bullet; the number of the page goes', () => {
  const runs = [
    aRun('Bulletin', { top: 40, size: 20 }),
    ...lines(['Les habitants de la commune et le maire de la ville se retrouvent ce soir'], { top: 90 }),
    aRun('Article 3 : objet du marché', { top: 130 }),
    aRun('9.1.2 Obligations du titulaire', { top: 160 }),
    aRun('• une obligation de conseil', { top: 190 }),
    aRun('Page 2 sur 9', { top: 820 }),
  ];
  expect(blocksOfRuns(runs, 1, pageHeight)).toMatchObject([
    { kind: 'heading', level: 1, text: 'Bulletin' },
    { kind: 'paragraph' },
    { kind: 'heading', level: 4, text: 'Article 3 : objet du marché' },
    { kind: 'heading', level: 6, text: '9.1.2 Obligations du titulaire' },
    { kind: 'list-item', text: 'une obligation de conseil' },
  ]);
});

test('a cell that was measured too tall makes no heading of its row', () => {
  const runs = [
    ...lines(['Les habitants de la commune et le maire de la ville se retrouvent ce soir'], { top: 60 }),
    ...['Chorale', 'Harmonie', 'Théâtre'].flatMap((name, row) => [
      aRun(name, { top: 100 + row * 30, size: row === 1 ? 15 : 10 }),
      aRun('Unanimité', { left: 300, top: 100 + row * 30 }),
    ]),
  ];
  expect(shown(runs).map(([kind]) => kind)).not.toContain('heading');
});
