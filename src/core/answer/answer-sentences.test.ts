import { expect, test } from 'vitest';
import { answerSentencesOf } from './answer-sentences.ts';

test('each sentence has the numbers that it names, without their marks', () => {
  expect(answerSentencesOf('La cantine ouvre à midi [1]. Elle ferme à 14 h [2][3].', 'fr')).toEqual([
    { text: 'La cantine ouvre à midi.', citations: [1], support: 'not-checked' },
    { text: 'Elle ferme à 14 h.', citations: [2, 3], support: 'not-checked' },
  ]);
});

test('a mark after the full stop belongs to the sentence before it', () => {
  expect(answerSentencesOf('Un mot. [1] Autre mot. [2]', 'fr').map(({ citations }) => citations)).toEqual([
    [1],
    [2],
  ]);
});

test('items of a list are sentences', () => {
  expect(answerSentencesOf('Il faut :\n- une photo [1]\n- un acte [1][2]', 'fr')).toEqual([
    { text: 'Il faut :', citations: [], support: 'not-checked' },
    { text: 'une photo', citations: [1], support: 'not-checked' },
    { text: 'un acte', citations: [1, 2], support: 'not-checked' },
  ]);
});

test('nothing but a mark is no sentence', () => {
  expect(answerSentencesOf('[1]', 'fr')).toEqual([]);
});

test('the cells of a table are sentences, but for the names of rows and columns', () => {
  const table = [
    '| Critère | Phare | Moulin |',
    '|---|:--|---|',
    '| Entrée | 3,20 €. Gratuite le lundi [1] | 4 € [2][3] |',
    '| Durée [1] | non précisé |  |',
    '',
    'Le phare est moins cher [1].',
  ].join('\n');
  expect(answerSentencesOf(table, 'fr').map(({ text, citations }) => [text, citations])).toEqual([
    ['3,20 €. Gratuite le lundi', [1]],
    ['4 €', [2, 3]],
    ['Durée', [1]],
    ['non précisé', []],
    ['Le phare est moins cher.', [1]],
  ]);
});
