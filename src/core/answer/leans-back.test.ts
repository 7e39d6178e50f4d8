import { expect, test } from 'vitest';
import { leansBack } from './leans-back.ts';

test.each([
  'S’y ajoutent un ou deux jours de fractionnement.',
  'Ce délai court à compter de la notification.',
  'Il est renouvelable une fois.',
  'Elles sont adressées au service des ressources humaines.',
  'Toutefois, l’accord du chef de service est demandé.',
  'Dans ce cas, la demande est rejetée.',
  'Cette prime est versée en juin.',
  'Ceux-ci sont gratuits.',
])('leans on what stands before: %s', (sentence) => {
  expect(leansBack(sentence, 'fr')).toBe(true);
});

test.each([
  'Les agents ont droit à vingt-cinq jours de congés.',
  'Il est interdit de fumer dans les locaux.',
  'Il convient de déclarer l’accident.',
  'Ce qui est signé est dû.',
  'Iléana Moreau signe les conventions.',
  'Cession du bail : voir l’article 4.',
])('stands by itself: %s', (sentence) => {
  expect(leansBack(sentence, 'fr')).toBe(false);
});

test('in English', () => {
  expect(leansBack('It is paid in June.', 'en')).toBe(true);
  expect(leansBack('Items are listed below.', 'en')).toBe(false);
});
