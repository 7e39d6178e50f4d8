import { expect, it, test } from 'vitest';
import { dayRangesIn, daysIn, liesInRange } from './day-ranges.ts';

const rangesOf = (text: string) =>
  dayRangesIn(text, 'fr').map(({ from, to }) => [from.day, from.month, to.day, to.month]);

test.each([
  ['| 50 | 8–14 décembre | Luc Petit |', [[8, 12, 14, 12]]],
  ['du 29 décembre 2025 au 4 janvier 2026', [[29, 12, 4, 1]]],
  ['du 22/12/2025 au 28/12/2025', [[22, 12, 28, 12]]],
  ['les 8 et 14 décembre', []],
  ['le 8 décembre', []],
])('%s', (text, ranges) => {
  expect(rangesOf(text)).toEqual(ranges);
});

it('knows what lies within, over the turn of a year too', () => {
  const lies = (day: string, range: string) =>
    dayRangesIn(range, 'fr').flatMap((one) => daysIn(day, 'fr').map((said) => liesInRange(said, one)));
  expect(lies('qui est là le 10 décembre ?', '8–14 décembre')).toEqual([true]);
  expect(lies('le 15 décembre', '8–14 décembre')).toEqual([false]);
  expect(lies('le 2 janvier', 'du 29 décembre au 4 janvier')).toEqual([true]);
  expect(lies('le 10 décembre 2024', 'du 8 au 14 décembre 2025')).toEqual([false]);
});
