import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthNumbers } from './references.ts';
import { tokensOf } from './tokens.ts';

const wholes = (text: string) =>
  tokensOf(text, 'fr').flatMap(({ surface, names }) => (names === undefined ? [] : [surface]));
// Small ones among them, so that « 1-23 » meets « 12-3 ».
const number = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 9_999 }));
const numbers = fc.array(number, { minLength: 2, maxLength: 4 });
const suffix = fc.constantFrom('', 'bis', 'ter', 'quater');

/** A reference, one of its usual spellings, and what it is apart from spelling. */
type Spelled = { readonly text: string; readonly meaning: string };

const codeArticle = fc
  .record({
    letters: fc.constantFrom('L', 'LO', 'R', 'D', 'A'),
    numbers,
    suffix,
    lead: fc.constantFrom('', 'article ', 'Art. ', 'l’article '),
    after: fc.constantFrom('', '. ', '.', '*', '.*', '. *', '.* '),
    before: fc.constantFrom('', ' ', '-'),
  })
  .map(({ letters, numbers, suffix, lead, after, before }): Spelled => {
    const number = numbers.join('-');
    return {
      text: `${lead}${letters}${after}${number}${suffix && before + suffix}`,
      meaning: `code ${letters} ${number} ${suffix}`,
    };
  });
const article = fc
  .record({
    number,
    suffix,
    lead: fc.constantFrom('article ', 'Article n° ', 'art. ', 'art.', 'ARTICLE No ', 'articles '),
    before: fc.constantFrom('', ' ', '-'),
  })
  .map(
    ({ number, suffix, lead, before }): Spelled => ({
      text: `${lead}${number}${suffix && before + suffix}`,
      meaning: `article ${number} ${suffix}`,
    }),
  );
const clause = fc.record({ numbers, lead: fc.constantFrom('article ', 'art. ', 'Article n°') }).map(
  ({ numbers, lead }): Spelled => ({
    text: `${lead}${numbers.join('.')}`,
    meaning: `clause ${numbers.join('.')}`,
  }),
);
const fileNumber = fc
  .record({
    year: fc.integer({ min: 1950, max: 2099 }),
    number: fc.integer({ min: 1, max: 999 }),
    separator: fc.constantFrom('-', '/', '‑'),
    zeros: fc.constantFrom('', '0', '00'),
    lead: fc.constantFrom('', 'n° ', 'N°', 'décret n° ', 'délibération '),
  })
  .map(
    ({ year, number, separator, zeros, lead }): Spelled => ({
      text: `${lead}${year}${separator}${zeros}${number}`,
      meaning: `file ${year} ${number}`,
    }),
  );
const market = fc
  .record({
    year: fc.integer({ min: 2000, max: 2099 }),
    letter: fc.constantFrom('T', 'F', 'S'),
    number: fc.integer({ min: 1, max: 999 }),
    separator: fc.constantFrom('-', '/', '_', '.'),
  })
  .map(
    ({ year, letter, number, separator }): Spelled => ({
      text: [year, letter, number].join(separator),
      meaning: `market ${year} ${letter} ${number}`,
    }),
  );
const date = fc
  .record({
    year: fc.integer({ min: 1900, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    form: fc.nat({ max: 5 }),
  })
  .map(({ year, month, day, form }): Spelled => {
    const two = (value: number) => String(value).padStart(2, '0');
    const forms = [
      `${day} ${monthNumbers.fr[month - 1]} ${year}`,
      `${day === 1 ? '1er' : day} ${monthNumbers.fr[month - 1]?.toUpperCase()} ${year}`,
      `${two(day)}/${two(month)}/${year}`,
      `${day}.${month}.${year}`,
      `${year}-${two(month)}-${two(day)}`,
      `${monthNumbers.en[month - 1]} ${day}, ${year}`,
    ];
    return { text: forms[form] ?? '', meaning: `date ${year}-${month}-${day}` };
  });
const amount = fc
  .record({
    units: fc.integer({ min: 1_000, max: 9_999_999 }),
    cents: fc.integer({ min: 0, max: 99 }),
    grouped: fc.constantFrom('', ' ', '\u202f'),
    point: fc.constantFrom(',', '.'),
  })
  .map(
    ({ units, cents, grouped, point }): Spelled => ({
      text: `${String(units).replace(/\B(?=(?:\d{3})+$)/g, grouped)}${point}${String(cents).padStart(2, '0')} €`,
      meaning: `amount ${units + cents / 100}`,
    }),
  );
const telephone = fc
  .record({
    digits: fc.stringMatching(/^[1-9]\d{8}$/),
    separator: fc.constantFrom(' ', '.', '-', ''),
    lead: fc.constantFrom('0', '+33 ', '+33', '0033 ', '+33 (0) '),
  })
  .map(
    ({ digits, separator, lead }): Spelled => ({
      text: `${lead}${digits.charAt(0)}${digits.slice(1).replace(/../g, `${separator}$&`)}`,
      meaning: `telephone ${digits}`,
    }),
  );

describe('references', () => {
  const any = fc.oneof(codeArticle, article, clause, fileNumber, market, date, amount, telephone);

  it('has one token for a reference in any spelling, and another for any other reference', () => {
    const tokenOf = new Map<string, string>();
    const meaningOf = new Map<string, string>();
    fc.assert(
      fc.property(any, fc.constantFrom('', 'Que dit '), ({ text, meaning }, before) => {
        const [token = '', ...others] = wholes(`${before}${text} ?`);
        expect(others, text).toEqual([]);
        expect(token, text).not.toBe('');
        expect(tokenOf.get(meaning) ?? token, text).toBe(token);
        expect(meaningOf.get(token) ?? meaning, text).toBe(meaning);
        tokenOf.set(meaning, token);
        meaningOf.set(token, meaning);
      }),
      { numRuns: 5_000 },
    );
  });

  it('gives two spellings of one reference the same token', () => {
    const pairs: readonly (readonly string[])[] = [
      [
        'L. 1222-10',
        'L1222-10',
        'L.1222-10',
        'L 1222-10',
        'l. 1222-10',
        'l’art. L 1222-10',
        'Article L1222-10',
      ],
      ['R*123-4', 'R. 123-4', 'R.* 123-4', 'R. *123-4', 'R**123-4'],
      ['D. 45', 'D45', 'article D 45', 'art. D. 45'],
      ['LO111-3', 'L.O. 111-3', 'LO 111-3', 'L.O.111-3'],
      ['L. 1222-10 bis', 'L1222-10bis', 'L 1222-10-bis'],
      ['L951-1 A', 'article L. 951-1 A du code rural', 'L. 951-1 A, code rural'],
      ['article 1er', 'art. 1', 'article premier', 'Article n° 1'],
      ['1 234,00 €', '1234', '1 234'],
      ['2025-T-07', '2025/T/07', '2025_T_07', '2025-T07'],
    ];
    for (const [first = '', ...others] of pairs) {
      const token = tokensOf(first, 'fr').find(({ surface }) => /\d/.test(surface))?.surface;
      for (const other of others)
        expect(tokensOf(other, 'fr').map(({ surface }) => surface)).toContain(token);
    }
  });

  it('finds an article with a suffix also by its number without', () => {
    const surfaces = tokensOf('L. 1222-10 bis', 'fr').map(({ surface }) => surface);
    expect(surfaces).toEqual(['l1222-10bis', '1222-10bis', 'l1222-10', '1222-10']);
  });

  it('takes each article of a range, unless it is too long to mean one of them', () => {
    const surfaces = (text: string) => tokensOf(text, 'fr').map(({ surface }) => surface);
    expect(surfaces('articles L. 311-1 à L. 311-3')).toEqual(
      expect.arrayContaining(['l311-1', 'l311-2', 'l311-3']),
    );
    expect(surfaces('L. 311-1 à L. 311-900')).not.toContain('l311-2');
    expect(surfaces('L. 311-1 à L. 311-900')).toEqual(expect.arrayContaining(['l311-1', 'l311-900']));
    expect(surfaces('L. 311-1 à R. 311-3')).not.toContain('l311-2');
  });

  it('does not take « à », « l’ » or « art » for an article', () => {
    expect(wholes('L’article L. 951-1 a été abrogé')).toEqual(['l951-1']);
    expect(wholes('de l’article L. 951-1 à la fin')).toEqual(['l951-1']);
    for (const text of ['de 10 à 12 ans', 'l’art moderne', 'à 12-13 ans', 'l’an 2000'])
      expect(wholes(text).filter((token) => /^[a-z]/.test(token))).toEqual([]);
  });
});
