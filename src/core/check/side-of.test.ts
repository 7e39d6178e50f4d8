import { describe, expect, it, test } from 'vitest';
import type { Quantity } from './fact.ts';
import { factsIn } from './facts-in.ts';
import { areOpposite } from './side-of.ts';

const sideIn = (text: string, language: 'fr' | 'en' = 'fr') =>
  factsIn(text, language).find((fact): fact is Quantity => fact.kind === 'quantity')?.side;

describe('on which side of a number the true one lies', () => {
  test.each([
    ['Le panneau mesure au moins 80 cm.', 'least'],
    ['Le panneau mesure 80 cm au maximum.', 'most'],
    ['La durée ne peut excéder quinze jours.', 'most'],
    ['Elle n’est pas inférieure à quinze jours.', 'least'],
    ['Pas plus de 30 élèves.', 'most'],
    ['Les communes de moins de 3 500 habitants', 'below'],
    ['Un marché supérieur à 90 000 €', 'above'],
    ['Le délai est de deux mois.', null],
  ] as const)('%s', (text, side) => {
    expect(sideIn(text)).toBe(side);
  });

  it('is read in English', () => {
    expect(sideIn('It takes at most 30 days.', 'en')).toBe('most');
    expect(sideIn('It takes no less than 30 days.', 'en')).toBe('least');
  });

  it('tells contraries alone apart: below a number and from it on are two cases of one rule', () => {
    expect([areOpposite('most', 'least'), areOpposite('below', 'above')]).toEqual([true, true]);
    expect([areOpposite('below', 'least'), areOpposite('most', 'most'), areOpposite(null, 'most')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
