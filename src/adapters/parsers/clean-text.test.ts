import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanCode, cleanText } from './clean-text.ts';

describe('cleanText', () => {
  test('composes, folds white space and drops what cannot be seen', () => {
    expect(
      cleanText('  e\u0301te\u0301 :\u00A0 a\u00ADmé\u00ADna\u00ADge\u00ADment\u202F»\n\tfin\u0000 '),
    ).toBe('été : aménagement » fin');
  });

  test('the letter that some fonts print for an apostrophe becomes one', () => {
    expect(cleanText('l\u02BCété')).toBe('l’été');
  });

  test('gives well-formed text that it does not change again, for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanText(text);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/\s{2}|[\n\t\0]/);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});

test('cleanCode keeps lines and indentation', () => {
  expect(cleanCode('\r\n  si vrai:  \r\n\tfaire()\n\n')).toBe('  si vrai:\n\tfaire()');
});
