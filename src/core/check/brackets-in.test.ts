import { describe, expect, test } from 'vitest';
import { bracketsIn, liesIn, quantitiesIn } from './brackets-in.ts';

describe('brackets', () => {
  const inside = (question: string, text: string, language: 'fr' | 'en' = 'fr') => {
    const [number] = quantitiesIn(question, language);
    const [bracket] = bracketsIn(text, language);
    if (!number || !bracket) return null;
    return liesIn(number, bracket);
  };

  test.each([
    ['un quotient de 850 €', 'de 701 € à 950 €', true],
    ['un quotient de 850 €', 'D : 951 à 1 200 €', false],
    ['un quotient de 850 €', 'jusqu’à 400 €', false],
    ['un marché de 60 000 € HT', 'entre 40 000 € HT et 215 999 € HT', true],
    ['un marché de 60 k€', 'À partir de 90 000 € HT', false],
    ['un marché de 1,2 million d’euros', 'À partir de 90 000 € HT', true],
    ['un enfant de quatre ans', 'Accueil dès 3 ans', true],
    ['une personne de 70 ans', '65 ans et plus', true],
    ['une entreprise de 25 salariés', '11 à 49 salariés', true],
    ['un arrêt de trois semaines', '10-20 jours', false],
    ['une commune de 3 200 habitants', 'plus de 1 000 habitants', true],
    ['une absence de 2 jours', 'moins de 3 jours', true],
    ['un marché de 40 000 €', 'moins de 40 000 € HT', false],
    ['un marché de 40 000 €', 'à partir de 40 000 € HT', true],
    ['un marché de plus de 90 000 €', 'plus de 90 000 € HT', true],
    ['un marché de plus de 90 000 €', 'jusqu’à 90 000 € HT', false],
    ['un agent à moins de 80 %', 'moins de 80 %', true],
    ['un agent à 80 %', 'moins de 80 %', false],
  ])('%s, %s: %s', (question, text, expected) => {
    expect(inside(question, text)).toBe(expected);
  });

  test('in English as well', () => {
    expect(inside('a contract of €60,000', 'from €40,000 to €215,999', 'en')).toBe(true);
    expect(inside('a child of 4 years', 'over 6 years', 'en')).toBe(false);
  });

  test('what counts something else says nothing, and a number alone is no bracket', () => {
    expect(inside('un marché de 60 000 €', 'de 3 à 11 ans')).toBeNull();
    expect(bracketsIn('Le repas coûte 3,25 €, le goûter 1 €. Voir l’article 12.', 'fr')).toEqual([]);
    // « des » is no « dès ».
    expect(bracketsIn('Le prix des 12 repas', 'fr')).toEqual([]);
  });
});
