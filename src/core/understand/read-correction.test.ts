import { expect, it, test } from 'vitest';
import { readCorrection } from './read-correction.ts';

test.each([
  ['non, je parlais du temps partiel', 'temps partiel', ''],
  ['non, le 10', '10', ''],
  ['ah non pardon, les congés annuels', 'les congés annuels', ''],
  ['je me suis mal exprimée : PACS', 'PACS', ''],
  ['pas un titulaire, un contractuel en CDD', 'un contractuel en CDD', 'un titulaire'],
  ['Oubliez la mutation, il s’agit d’un détachement', 'un détachement', 'la mutation'],
  ['Je voulais dire l’annulation, pas l’inscription', 'l’annulation', 'l’inscription'],
  [
    'c’est pas l’imprimante le problème c’est le vidéoprojecteur',
    'c’est le vidéoprojecteur',
    'l’imprimante le problème',
  ],
])('%s', (message, meant, rejected) => {
  expect(readCorrection(message, 'fr')).toEqual({ meant, rejected });
});

it('reads English ones', () => {
  expect(readCorrection('No, I meant the annual leave', 'en')).toEqual({
    meant: 'the annual leave',
    rejected: '',
  });
  expect(readCorrection('not the first one, the second', 'en')).toEqual({
    meant: 'the second',
    rejected: 'the first one',
  });
});

test.each([
  'pas de réseau sur mon téléphone pro, qui appeler',
  'Je parle anglais et espagnol',
  'Quels agents ont la prime, pas les contractuels ?',
  'Non',
  '',
])('is none: %s', (message) => {
  expect(readCorrection(message, 'fr')).toBeNull();
});
