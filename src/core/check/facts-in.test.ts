import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Language } from '../document.ts';
import { factsIn } from './facts-in.ts';
import { isSameFact } from './same-fact.ts';

/** Each fact in one line: what was said, and what it is. */
function read(text: string, language: Language = 'fr'): string[] {
  return factsIn(text, language)
    .sort((a, b) => a.at - b.at)
    .map((fact) => {
      if (fact.kind === 'reference') return `${fact.said} = ${fact.keys[0]}`;
      if (fact.kind === 'date')
        return `${fact.said} = ${fact.year ?? '?'}-${fact.month ?? '?'}-${fact.day ?? '?'}`;
      return `${fact.said} = ${fact.value} ${fact.unit.name}`;
    });
}

describe('one thing in several writings', () => {
  test.each<[string, Language, string[]]>([
    [
      'amount',
      'fr',
      ['12 000 €', '12000 euros', '12 k€', 'douze mille euros', '12.000 €', 'EUR 12 000', '12 000,00 €'],
    ],
    ['millions', 'fr', ["1,5 million d'euros", '1 500 000 €', '1,5 M€', '1500 k€']],
    ['cents', 'fr', ['3,20 €', '3 € 20', '3 euros 20', '3,2 euros']],
    ['percentage', 'fr', ['25 %', '25%', '25 pour cent', 'vingt-cinq pour cent']],
    [
      'day',
      'fr',
      ['1er mars 2026', '01/03/2026', '1/03/2026', '2026-03-01', 'premier mars 2026', '1 er mars 2026'],
    ],
    ['English day', 'en', ['March 1, 2026', '1 March 2026', '1st of March 2026', '2026-03-01']],
    [
      'months',
      'fr',
      ['deux mois', '2 mois', '2 premiers mois', 'un délai de deux mois', 'et pour deux mois'],
    ],
    ['a year', 'fr', ['un an', '12 mois', 'douze mois', '1 année', "plus d'un an", 'et pour un an']],
    ['years and months', 'fr', ['trois ans et demi', '3 ans et 6 mois', 'trois ans et six mois', '42 mois']],
    ['areas', 'fr', ['4 millions de km²', 'quatre millions de kilomètres carrés', '4 000 000 km2']],
    ['days', 'fr', ['trente jours', '30 jours', '30 j']],
    ['hours', 'fr', ['9 h 30', '9h30', '9:30', '9 heures 30']],
    ['eighty and more', 'fr', ['quatre-vingt-dix-neuf jours', '99 jours']],
    ['English words', 'en', ['twenty-five days', '25 days']],
    ['article', 'fr', ['article 12', 'art. 12', "l'article 12"]],
    ['code', 'fr', ['L. 1222-10', 'L1222-10', 'article L.1222-10']],
  ])('%s', (_, language, writings) => {
    const facts = writings.map((writing) => factsIn(`Voir ${writing}.`, language));
    expect(facts.map((each) => each.length)).toEqual(writings.map(() => 1));
    for (const [one] of facts)
      for (const [other] of facts)
        expect([one?.said, other?.said, one && other && isSameFact(one, other)]).toEqual([
          one?.said,
          other?.said,
          true,
        ]);
  });
});

test.each<[string, string[]]>([
  ['du 1er au 15 mars 2026', ['1er au 15 mars 2026 = 2026-3-1', '1er au 15 mars 2026 = 2026-3-15']],
  ['de 10 à 20 jours', ['10 = 14400 minute', '20 jours = 28800 minute']],
  [
    'les articles 3, 4 et 7 du décret n° 2024-113',
    ['articles 3 = article3', '4 = article4', '7 = article7', '2024-113 = 2024-113'],
  ],
  ['au 2° du I', ['2° = 2°']],
  ['le plan 2026-2027', ['2026-2027 = 2026-?-?', '2026-2027 = 2027-?-?']],
  ['un vélo neuf, des millions de gens', []],
  ['31/02/2026 ou le 45 mars', ['31/02/2026 = 2026-2-31', '45 = 45 mar']],
])('%s', (text, facts) => {
  expect(read(text)).toEqual(facts);
});

test.each([
  ['environ 12 000 habitants', '11 850 habitants', true],
  ['12 000 habitants', '11 850 habitants', false],
  ['environ 12 000 habitants', '14 000 habitants', false],
  ['plus de 300 agents', '312 agents', true],
  ['plus de 300 agents', 'plus de 310 agents', false],
  ['2 mois', '2 jours', false],
  ['en mars 2026', 'le 12 mars 2026', true],
  ['le 12 mars 2026', 'en mars 2026', false],
])('« %s » for « %s »: %s', (said, written, expected) => {
  const [one] = factsIn(said, 'fr');
  const [other] = factsIn(written, 'fr');
  expect(one && other && isSameFact(one, other)).toBe(expected);
});

test('a fact is said in the words of the text, where it stands', () => {
  const text = 'Le cœur de cible : ÷ œuvre à 12 000 € près, soit « douze mille euros ».';
  for (const { said, at } of factsIn(text, 'fr')) expect(text.slice(at, at + said.length)).toBe(said);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (before) => {
      const whole = `${before} : 12 000 € `;
      expect(factsIn(whole, 'fr').some(({ said }) => said.includes('12 000'))).toBe(true);
    }),
    { numRuns: 30 },
  );
});
