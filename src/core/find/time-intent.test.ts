import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseTimeIntent } from './time-intent.ts';

const now = new Date('2026-06-15T10:00:00Z');
const latest = { from: null, to: null, latest: true };
const asOf = (to: string) => ({ from: null, to, latest: true });
const within = (from: string | null, to: string | null) => ({ from, to, latest: false });
const year = (number: number) => within(`${number}-01-01`, `${number}-12-31`);

const cases = [
  ['dernier compte rendu du conseil', latest, 'compte rendu du conseil'],
  ['Que dit la dernière version du règlement ?', latest, 'Que dit la du règlement ?'],
  ['version actuelle de la charte', latest, 'de la charte'],
  ['Quel est le règlement en vigueur ?', latest, 'Quel est le règlement ?'],
  ['le règlement intérieur actuel', latest, 'le règlement intérieur'],
  ['Charte informatique à jour', latest, 'Charte informatique'],
  ['le rapport le plus récent', latest, 'le rapport'],
  ['the most recent board minutes', latest, 'the board minutes'],
  ['current price list', latest, 'price list'],
  ['Que demande actuellement la charte ?', latest, 'Que demande actuellement la charte ?'],
  ['règlement en vigueur au 1er mars 2024', asOf('2024-03-01'), 'règlement'],
  ['règles applicables en juin 2023', asOf('2023-06-30'), 'règles'],
  ['effectifs au 31/12/2023', asOf('2023-12-31'), 'effectifs'],
  ['policy as of March 2024', asOf('2024-03-31'), 'policy'],
  ['budget 2025', year(2025), 'budget 2025'],
  ['les subventions de cette année', year(2026), 'les subventions de 2026'],
  ['les tarifs de l’an dernier', year(2025), 'les tarifs de 2025'],
  ['la dette il y a deux ans', year(2024), 'la dette 2024'],
  ['fees three years ago', year(2023), 'fees 2023'],
  ['réunions le mois dernier', within('2026-05-01', '2026-05-31'), 'réunions'],
  ['compte rendu de mars 2024', within('2024-03-01', '2024-03-31'), 'compte rendu de mars 2024'],
  ['tarifs 2024-2025', within('2024-01-01', '2025-12-31'), 'tarifs 2024-2025'],
  ['délibérations avant 2023', within(null, '2022-12-31'), 'délibérations avant 2023'],
  ['délibérations avant le 1er mars 2023', within(null, '2023-02-28'), 'délibérations'],
  ['notes depuis 2022', within('2022-01-01', null), 'notes depuis 2022'],
  ['minutes after 2022', within('2023-01-01', null), 'minutes after 2022'],
  ['effectifs entre 2021 et 2023', within('2021-01-01', '2023-12-31'), 'effectifs'],
  ['de 2021 à 2023 les effectifs', within('2021-01-01', '2023-12-31'), 'les effectifs'],
  ['dernier compte rendu de 2024', { ...year(2024), latest: true }, 'compte rendu de 2024'],
] as const;

describe('parseTimeIntent', () => {
  test.each(cases)('%s', (question, intent, words) => {
    expect(parseTimeIntent(question, now)).toEqual({ intent, words });
  });

  test.each([
    'Combien de jours de congés ai-je ?',
    'délibération 2024-113',
    'la loi du 11 février 2005',
    'article 2024 du code',
    'le dernier étage',
    'mettre à jour son adresse',
    'mes derniers jours de congés',
    'ouvert du 1er mars au 3 avril 2024',
    'une prime de 2000 euros',
    'Qui a gagné en 1805 ?',
    'le budget 2024 et celui de 2025',
    'What is a version?',
    'What are the rules of the marina?',
  ])('wants no time: %s', (question) => {
    expect(parseTimeIntent(question, now)).toEqual({ intent: null, words: question });
  });

  it('leaves something to look for', () => {
    expect(parseTimeIntent('La plus récente ?', now).words).toBe('La plus récente ?');
    expect(parseTimeIntent('en vigueur au 1er mars 2024', now).words).toBe('en vigueur au 1er mars 2024');
  });

  it('takes any text, whatever its case, accents and spaces', () => {
    const texts = fc.oneof(fc.string(), fc.constantFrom(...cases.map(([question]) => question)));
    fc.assert(
      fc.property(texts, fc.array(texts), (text, more) => {
        const question = [text, ...more].join(' ').trim();
        const { intent, words } = parseTimeIntent(question, now);
        const other = question.normalize('NFD').replaceAll(' ', '\u00a0\u00a0');
        expect(parseTimeIntent(other, now).intent).toEqual(intent);
        if (intent === null) expect(words).toBe(question);
        else {
          expect(intent.latest || intent.from !== null || intent.to !== null).toBe(true);
          if (intent.from !== null && intent.to !== null) expect(intent.from <= intent.to).toBe(true);
        }
      }),
    );
  });
});
