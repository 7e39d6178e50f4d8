import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import type { SaidDay } from './fact.ts';
import { factsIn } from './facts-in.ts';

/** A day of a month, whether its year is said or not. */
export type DayOfYear = SaidDay & { readonly month: number; readonly day: number };

/** From one day to another, both included: « 8–14 décembre », « du 29 décembre au 4 janvier ». */
export type DayRange = { readonly from: DayOfYear; readonly to: DayOfYear };

const between = /^ ?(?:-|–|—|au|a|to|until|jusqu'au) ?(?:le |the )?$/u;
const joined = /[-–—]|(?<!\p{L})(?:au|a|to|until)(?!\p{L})/u;

/** The day of a date, as if it were said. */
export function saidDayOf(date: Date): DayOfYear {
  return {
    kind: 'date',
    said: '',
    at: 0,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** The days that a text says, as they are read. */
export function daysIn(text: string, language: Language): DayOfYear[] {
  return factsIn(text, language)
    .filter((fact): fact is DayOfYear => fact.kind === 'date' && fact.day !== null && fact.month !== null)
    .sort((a, b) => a.at - b.at);
}

/** The ranges of days that a text says: two days that « et » joins are none. With `single`, a day that is in none is one from itself to itself. */
export function dayRangesIn(
  text: string,
  language: Language,
  { single = false }: { readonly single?: boolean } = {},
): DayRange[] {
  const days = daysIn(text, language);
  const ranges = days.flatMap((from, index) => {
    const to = days[index + 1];
    if (!to) return [];
    const isRange =
      from.at === to.at
        ? joined.test(fold(from.said))
        : between.test(fold(text.slice(from.at + from.said.length, to.at)));
    return isRange ? [{ from, to }] : [];
  });
  if (!single) return ranges;
  const ends = new Set(ranges.flatMap(({ from, to }) => [from, to]));
  return [...ranges, ...days.flatMap((day) => (ends.has(day) ? [] : [{ from: day, to: day }]))];
}

/** Whether a day lies in a range, also in one over the turn of the year; of other years it does not. */
export function liesInRange(day: DayOfYear, { from, to }: DayRange): boolean {
  if (day.year !== null && to.year !== null && day.year !== to.year && day.year !== from.year) return false;
  const [first, last, one] = [from, to, day].map(({ month, day: number }) => month * 100 + number) as [
    number,
    number,
    number,
  ];
  return first <= last ? first <= one && one <= last : one >= first || one <= last;
}
