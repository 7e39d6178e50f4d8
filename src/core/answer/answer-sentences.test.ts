import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSentenceStream } from './answer-sentences.ts';

function sentencesIn(...pieces: string[]) {
  const stream = createSentenceStream('fr');
  return [...pieces.flatMap((piece) => stream.push(piece)), ...stream.finish()];
}

const textsIn = (text: string) => sentencesIn(text).map(({ text: said, citations }) => [said, citations]);

test('each sentence has the numbers that it names, without their marks, and its place with them', () => {
  const text = 'La cantine ouvre à midi [1]. Elle ferme à 14 h [2][3].';
  const [first, second] = sentencesIn(text);
  expect(first).toMatchObject({ text: 'La cantine ouvre à midi.', citations: [1] });
  expect(second).toMatchObject({ text: 'Elle ferme à 14 h.', citations: [2, 3] });
  expect(text.slice(first?.start, first?.end)).toBe('La cantine ouvre à midi [1].');
  expect(text.slice(second?.start, second?.end)).toBe('Elle ferme à 14 h [2][3].');
});

test('a mark after the full stop belongs to the sentence before it', () => {
  expect(textsIn('Un mot. [1] Autre mot. [2]')).toEqual([
    ['Un mot.', [1]],
    ['Autre mot.', [2]],
  ]);
});

test('items of a list are sentences', () => {
  expect(textsIn('Il faut :\n- une photo [1]\n- un acte [1][2]')).toEqual([
    ['Il faut :', []],
    ['une photo', [1]],
    ['un acte', [1, 2]],
  ]);
});

test('nothing but a mark is no sentence', () => {
  expect(sentencesIn('[1]')).toEqual([]);
});

test('a sentence comes out while the next ones are written', () => {
  const stream = createSentenceStream('fr');
  expect(stream.push('La cantine ouvre à midi [1]. Elle')).toEqual([]);
  expect(stream.push(' ferme à quatorze heures, du lundi au vendredi')).toMatchObject([{ citations: [1] }]);
});

test('any way of cutting the text into pieces gives the same sentences', () => {
  const parts = [
    'La cantine',
    ' ouvre',
    '.',
    ' ',
    '\n',
    '- ',
    '[1]',
    ' [2]',
    'M. Durand',
    ' art. L. 12',
    '!',
    '…',
    ' Elle ferme',
    '« Oui. »',
    ' à 14 h',
    'é',
    '1. ',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...parts), { maxLength: 60 }),
      fc.array(fc.nat(200), { maxLength: 12 }),
      (pieces, cuts) => {
        const whole = pieces.join('');
        // Marks come whole out of the citation stream.
        const isInside = (at: number) => /\[\d*$/.test(whole.slice(0, at));
        const places = [
          ...new Set([0, ...cuts.filter((at) => at < whole.length && !isInside(at)), whole.length]),
        ].sort((a, b) => a - b);
        const cut = places.slice(1).map((end, index) => whole.slice(places[index], end));
        expect(sentencesIn(...cut)).toEqual(sentencesIn(whole));
      },
    ),
  );
});
