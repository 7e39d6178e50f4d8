import { describe, expect, test } from 'vitest';
import { inOrderOfSpeech } from './right-to-left.ts';

describe('inOrderOfSpeech', () => {
  test.each([
    ['words follow from right to left', 'العمل نتائج تحسين', 'تحسين نتائج العمل'],
    ['marks stand after their word', '.للمشكلات', 'للمشكلات.'],
    ['brackets open towards their content', '(أ) علي', 'علي (أ)'],
    ['foreign words keep their order', 'Node.js 24 استخدام', 'استخدام Node.js 24'],
    ['numbers and dates keep theirs', '12/05/2024 تاريخ', 'تاريخ 12/05/2024'],
    ['a foreign word glued to another script is parted from it', 'Pythonو', 'و Python'],
    ['Hebrew as Arabic', 'עולם שלום', 'שלום עולם'],
    ['the ligature of lam and alef is put right where it is surely wrong', 'اإلنتاجية', 'الإنتاجية'],
  ])('%s', (_, onThePage, spoken) => {
    expect(inOrderOfSpeech(onThePage)).toBe(spoken);
  });
});
