import { describe, expect, test } from 'vitest';
import { repairCitations, withCitations } from './repair-citations.ts';

describe('citations of a sentence', () => {
  test.each<[string, number[], string]>([
    ['Oui [1].', [1], 'Oui [1].'],
    ['Oui [1].', [2], 'Oui [2].'],
    ['Oui [1][2].', [2], 'Oui[2].'],
    ['Oui, ceci [1] et cela [2].', [1, 3], 'Oui, ceci [1][3] et cela.'],
    ['Oui.', [1, 2], 'Oui [1][2].'],
    ['Oui\u202f!', [1], 'Oui [1]\u202f!'],
    ['« Oui. »', [1], '« Oui. » [1]'],
    ['une photo', [3], 'une photo [3]'],
    ['Oui. [1]', [], 'Oui.'],
  ])('%s with %j: %s', (sentence, citations, expected) => {
    expect(withCitations(sentence, citations)).toBe(expected);
  });
});

test('the text of an answer is kept in step with its sentences, and they with it', () => {
  const text = 'Un [1].\n\n- Deux [9]\n- Trois';
  const sentences = [
    { text: 'Un.', citations: [1], support: 'supported', start: 0, end: 7 },
    { text: 'Deux', citations: [2], support: 'supported', start: 9, end: 19 },
    { text: 'Trois', citations: [2, 3], support: 'supported', start: 20, end: 27 },
  ] as const;
  const repaired = repairCitations({ text, sentences });
  expect(repaired.text).toBe('Un [1].\n\n- Deux [2]\n- Trois [2][3]');
  expect(repaired.sentences.map(({ start, end }) => repaired.text.slice(start, end))).toEqual([
    'Un [1].',
    '- Deux [2]',
    '- Trois [2][3]',
  ]);
});
