import { expect, test } from 'vitest';
import { analyze } from './analyze.ts';

const stems = (words: string) => new Set(words.split(' ').flatMap((word) => analyze(word, 'fr')));

test.each([
  'usager usagers',
  'loyer loyers',
  'foyer foyers',
  'conseiller conseillers conseillère conseillères',
  'étranger étrangers étrangère étrangères',
  'premier première premiers premières',
  'financier financière financières',
  'revenu revenus',
  'photo photos',
  'vélo vélos',
  'emploi emplois',
  'envoi envois',
  'crédit crédits',
  'conflit conflits',
  'commission commissions',
  'réflexion réflexions',
  'opinion opinions',
  'remis remise remises',
  'transmis transmise',
  'requis requise',
  'précis précise',
  'salarié salariée salariés salariées',
  'employé employée employés employées',
  'français française françaises',
  'lieu lieux',
  'enjeu enjeux',
])('one word, one stem: %s', (forms) => {
  expect([...stems(forms)]).toHaveLength(1);
});

test.each([
  'travail travaux',
  'retrait retraite',
  'loi loyer',
  'mois moi',
  'refus refuge',
  'tiers tir',
])('other words, other stems: %s', (words) => {
  expect(stems(words).size).toBe(
    stems(words.split(' ')[0] ?? '').size + stems(words.split(' ')[1] ?? '').size,
  );
});

test('what has no other form keeps its stem beside its verb', () => {
  for (const forms of ['refus refuser', 'abus abuser', 'divers', 'tiers']) expect(stems(forms).size).toBe(1);
});
