import { expect, it } from 'vitest';
import { questionWords } from './question-words.ts';

const wordsOf = (question: string) =>
  questionWords(question, ['fr'], { related: false }).map(({ surface }) => surface);

it('looks for no word of a preposition that has several', () => {
  for (const [question, words] of [
    ['qui appeler en cas d’incendie ?', ['appeler', 'incendie']],
    ["qui appeler en cas d'incendie ?", ['appeler', 'incendie']],
    ['les aides au titre de la mobilité', ['aides', 'mobilite']],
    ['congés à compter du 1er mai', ['conges', '1er', 'mai']],
    ['a partir de quand', []],
  ] as const)
    expect(wordsOf(question)).toEqual(words);
});

it('looks for the same word where it is asked for', () => {
  expect(wordsOf('le cas de Mme Lefort')).toContain('cas');
  expect(wordsOf('le titre de séjour')).toContain('titre');
  expect(wordsOf('le rapport de stage')).toContain('rapport');
});
