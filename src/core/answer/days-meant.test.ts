import { expect, it } from 'vitest';
import { daysMeant } from './days-meant.ts';

/** A Sunday. */
const today = '2026-11-29';
const meant = (question: string) =>
  daysMeant(question, 'fr', today).map(({ year, month, day }) => [year, month, day]);

it.each([
  ['qui est d’astreinte aujourd’hui ?', [2026, 11, 29]],
  ['qui est de garde ce soir', [2026, 11, 29]],
  ['astreinte informatique cette semaine', [2026, 11, 29]],
  ['qui travaille demain matin ?', [2026, 11, 30]],
  ['et après-demain ?', [2026, 12, 1]],
  ['qui était là avant-hier', [2026, 11, 27]],
  ['l’astreinte de la semaine prochaine', [2026, 12, 6]],
  ['qui est de garde samedi ?', [2026, 12, 5]],
  ['qui est de garde dimanche', [2026, 11, 29]],
  ['qui était de garde lundi dernier', [2026, 11, 23]],
  ['qui est de garde mercredi 2 décembre ?', [null, 12, 2]],
])('« %s » means %o', (question, expected) => {
  expect(meant(question)).toEqual([expected]);
});

it.each([
  'quels jours de congé ?',
  'ouvert tous les lundis ?',
  'est-ce ouvert le lundi et chaque mardi ?',
  'les horaires de la bibliothèque',
])('« %s » means no day of the calendar', (question) => {
  expect(meant(question)).toEqual([]);
});
