import { expect, test } from 'vitest';
import { analyze } from './analyze.ts';
import { questionWords } from './question-words.ts';
import { spokenWords } from './related-words-list.ts';

/** Other forms of each word of a question, as their surfaces. */
const formsOf = (question: string) =>
  Object.fromEntries(
    questionWords(question, ['fr']).map(({ surface, aliases = [] }) => [
      surface,
      aliases.map(({ words }) => words.map((word) => word.surface).join(' ')),
    ]),
  );

test('what people say is also looked for as documents write it', () => {
  expect(formsOf('Où se garer avec ma voiture ?')).toEqual({
    garer: ['stationnement'],
    voiture: ['vehicule'],
  });
});

test('several words that say one thing stand before each of them', () => {
  expect(formsOf('ma fiche de salaire')).toEqual({
    fiche: ['bulletin paie'],
    salaire: ['bulletin paie'],
  });
  expect(formsOf('mon salaire')['salaire']).toEqual(['remuneration', 'traitement']);
});

test('a word of the question is not looked for twice', () => {
  expect(formsOf('congé de maladie ou congé maladie')['conge']).toEqual(['arret travail']);
});

test('related words weigh less than the question’s own', () => {
  for (const { aliases = [] } of questionWords('Où se garer ?', ['fr']))
    for (const { weight } of aliases) expect(weight).toBeLessThan(0.5);
});

test('each line of the list says something of its own', () => {
  const said = spokenWords
    .trim()
    .split('\n')
    .flatMap((line) => (line.split(' > ')[0] ?? '').split(', '));
  const keys = said.map((words) => analyze(words, 'fr').join(' '));
  expect(keys).not.toContain('');
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});
