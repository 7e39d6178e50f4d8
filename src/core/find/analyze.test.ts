import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from './analyze.ts';

describe('analyze', () => {
  it.each([
    ['l’article L. 1222-10 du code', ['articl', 'l1222-10', '1222-10', 'cod']],
    ['L1222-10', ['l1222-10', '1222-10']],
    ['R*123-4', ['r123-4', '123-4']],
    ['n° 2024-113', ['2024-113', '2024', '113']],
    ['2026/114', ['2026-114', '2026', '114']],
    ['article 6 du RGPD', ['article6', 'articl', '6', 'rgpd']],
    ['1 234,56 € ou 12 000', ['1234.56', '12000']],
    ['la S.N.C.F.', ['sncf']],
    ['ISO-27001', ['iso27001', 'iso', '27001']],
    ['01 23 45 67 89', ['0123456789']],
    ['Qu’est-ce que l’œuvre d’art ?', ['oeuvr', 'art']],
    ['non, jamais sans les congés', ['non', 'jam', 'cong']],
  ])('analyses %j', (text, tokens) => {
    expect(analyze(text, 'fr')).toEqual(tokens);
  });

  it('gives one token to a date, however it is written, beside its month and year', () => {
    const expected = ['2026-03-12', 'mar', '2026'];
    for (const date of ['12 mars 2026', '12/03/2026', '12.03.2026', '2026-03-12', 'March 12, 2026'])
      expect(analyze(date, 'fr')).toEqual(expected);
    expect(analyze('1er janvier 2025', 'fr')[0]).toBe('2025-01-01');
    expect(analyze('March 12, 2026', 'en')).toEqual(analyze('12 March 2026', 'en'));
  });

  it.each([
    ['congé', 'congés'],
    ['identité', 'identités'],
    ['délégation', 'délégations'],
    ['année', 'années'],
    ['administratif', 'administrative'],
    ['demande', 'demander'],
  ])('finds %j by %j', (one, other) => {
    expect(analyze(one, 'fr')).toEqual(analyze(other, 'fr'));
  });

  it('has a chain for English', () => {
    expect(analyze("The employee's policies don't apply", 'en')).toEqual(['employe', 'polici', 'appli']);
    expect(analyze('It costs 1,234.56 or 1,234', 'en')).toEqual(['cost', '1234.56', '1234']);
  });

  it.each([
    ['Le plafond du CET', ['plafond', 'cet']],
    ['CET ?', ['cet']],
    ['et pour mon cet ?', ['cet']],
    ['alimenter son cet avant le 31', ['aliment', 'cet', 'avant', '31']],
    ['Le SI du CHU et le TA de Lyon', ['si', 'chu', 'ta', 'lyon']],
    ['le C.E.T.', ['cet']],
    ['cet agent, de cet établissement', ['agent', 'etabl']],
    ['TITRE DU CHAPITRE : CET AGENT', ['titr', 'chapitr', 'agent']],
  ])('keeps acronyms that are spelt like function words: %s', (text, expected) => {
    expect(analyze(text, 'fr')).toEqual(expected);
  });

  it('does not see case, accents, Unicode form, kind of apostrophe or of space', () => {
    const frenchText = fc
      .array(
        fc.constantFrom(
          'l’',
          "d'",
          'qu’',
          'é',
          'è',
          'ç',
          'œ',
          'à',
          'a',
          'e',
          's',
          'ment',
          'L. 1222-10',
          '12 mars 2026',
          '12 000',
          '2024-113',
          ' ',
          ' ',
          'n°',
          'R*',
          '3',
          '-',
          '.',
          ',',
          'S.N.C.F.',
          'É',
          'ligature ﬁ',
        ),
        { maxLength: 30 },
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(frenchText, fc.constantFrom('fr', 'en'), (text, language) => {
        const expected = analyze(text, language);
        // Alone, « CET » is an acronym and « cet » is none.
        if ((text.match(/\p{L}+/gu) ?? []).length > 1)
          expect(analyze(text.toUpperCase(), language)).toEqual(expected);
        expect(analyze(text.normalize('NFD'), language)).toEqual(expected);
        expect(analyze(text.normalize('NFD').replace(/\p{M}/gu, ''), language)).toEqual(expected);
        expect(analyze(text.replaceAll('’', "'"), language)).toEqual(expected);
        expect(analyze(text.replaceAll(' ', '\u202f'), language)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('accepts any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const token of analyze(text, 'fr')) expect(token).not.toBe('');
      }),
    );
  });
});
