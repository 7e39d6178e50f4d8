import { expect, test } from 'vitest';
import { numberFormat, plainNumber } from './number-text.ts';

test.each([
  ['General', 0.1 + 0.2, '0,3'],
  ['General', 21750001600017, '21750001600017'],
  ['0.00%', 0.255, '25,50%'],
  ['#,##0_);[Red](#,##0)', -1234, '(1 234)'],
  ['"N° "0', 5, 'N° 5'],
  ['dd/mm/yyyy', 45292, '01/01/2024'],
  ['dd/mm/yy', 45292, '01/01/2024'],
  ['m/d/yyyy', 45306, '2024-01-15'],
  ['m/d/yy h:mm', 45306.5, '2024-01-15 12:00'],
  ['[$-40C]d\\ mmmm\\ yyyy;@', 45292, '1 janvier 2024'],
  ['d-mmm-yy', 45292, '1 janvier 2024'],
  ['[$-409]mmmm d, yyyy', 45292, '1 janvier 2024'],
  ['mmm-yy', 45292, 'janvier 2024'],
  ['[h]:mm', 1.5, '36:00'],
  ['0"y"', 3, '3y'],
  ['[[bad', 3.5, '3,5'],
  ['0'.repeat(10_000), 3, '3'],
])('%s', (pattern, value, text) => {
  expect(numberFormat(pattern).text(value).replace(/\s/g, ' ').trim()).toBe(text);
});

test('a format that shows nothing is told apart', () => {
  expect(numberFormat(';;;').hides).toBe(true);
  expect(numberFormat('0;-0;;@').hides).toBe(false);
});

test('a date that counts from 1904', () => {
  expect(numberFormat('dd/mm/yyyy').text(43830, true)).toBe('01/01/2024');
});

test('very large and very small numbers keep their digits', () => {
  expect(plainNumber(1e21)).toBe('1e+21');
  expect(plainNumber(1.1 * 3)).toBe('3,3');
});
