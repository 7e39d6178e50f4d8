import { expect, test } from 'vitest';
import type { Run } from './engine.ts';
import { legibleRuns } from './legible-runs.ts';

const runs = (confidence: number, ...texts: readonly string[]): Run[] =>
  texts.map((text) => ({ text, confidence, left: 0, right: 10, top: 0, bottom: 10, rise: 10 }));
const sentence = 'Le conseil municipal délibère sur les affaires de la commune';

test('text is kept without its guesses', () => {
  const text = runs(0.9, sentence);
  expect(legibleRuns([...text, ...runs(0.3, 'ÿ|~')])).toEqual(text);
});

test('a page with a single sure word is text, one with a doubtful word is not', () => {
  expect(legibleRuns(runs(0.95, 'ANNEXE'))).toHaveLength(1);
  expect(legibleRuns(runs(0.7, 'ANNEXE'))).toEqual([]);
});

test('what the engine sees in a picture is dropped: doubtful words, single letters, signs', () => {
  expect(legibleRuns(runs(0.55, sentence))).toEqual([]);
  expect(legibleRuns(runs(0.9, 'a i l o e u n r s t a i l o e u'))).toEqual([]);
  expect(legibleRuns(runs(0.95, '— | . :'))).toEqual([]);
});
