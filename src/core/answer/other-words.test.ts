import { expect, test } from 'vitest';
import { otherWordsFor } from './other-words.ts';

const words = (counts: Record<string, number>) =>
  Object.entries(counts).map(([surface, passages]) => ({ surface, passages }));

test('a question is offered again without the words that no readable document has, as they were written', () => {
  expect(
    otherWordsFor(
      'Quels congés de paternité pour un zorgblub ?',
      words({ conges: 4, paternite: 2, zorgblub: 0 }),
    ),
  ).toEqual(['congés paternité']);
});

test('with the other form of an acronym, and with its rarest words', () => {
  expect(
    otherWordsFor(
      'Montant du CPF pour la formation annuelle des agents',
      words({ montant: 9, cpf: 3, formation: 5, annuelle: 2, agents: 40 }),
      { otherForms: ['CPF', 'compte personnel de formation'] },
    ),
  ).toEqual(['compte personnel de formation', 'CPF formation annuelle']);
});

test('first of all as it was perhaps meant to be spelt', () => {
  const asked = words({ jours: 9, teletravial: 0 });
  const question = 'Combien de jours de télétravial ?';
  const respelt = 'Combien de jours de teletravail ?';
  expect(otherWordsFor(question, asked, { respelt })).toEqual([respelt]);
  expect(otherWordsFor(question, asked, { respelt: null })).toEqual([]);
});

test('less than most of what was asked is another question, which is not offered', () => {
  const asked = words({ chat: 0, mange: 0, croquettes: 0, deux: 12, jours: 30, idee: 0 });
  expect(otherWordsFor('Mon chat ne mange plus ses croquettes depuis deux jours, une idée ?', asked)).toEqual(
    [],
  );
});

test('nothing is offered that was asked, or where no word is known', () => {
  expect(otherWordsFor('cantine', words({ cantine: 3 }))).toEqual([]);
  expect(otherWordsFor('Zorg ?', words({ zorg: 0 }))).toEqual([]);
  expect(otherWordsFor('', [])).toEqual([]);
});
