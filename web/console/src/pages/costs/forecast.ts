import { addDays, type Day, daysBetween, firstOfMonth, lastOfMonth, weekdayOf } from './days.ts';

/** What was taken each day; days without an entry took nothing. */
type Daily = ReadonlyMap<Day, number>;

type Forecast = {
  /** From the first day of the month until today. */
  readonly soFar: number;
  /** For the whole month, were the rest of it like the last four weeks. */
  readonly wholeMonth: number;
  /** For each day that is left. */
  readonly ahead: Daily;
};

const weeks = 4;

/** The first day that a forecast made on this day looks at. */
export function forecastNeedsFrom(today: Day): Day {
  const fourWeeksAgo = addDays(today, -7 * weeks);
  return fourWeeksAgo < firstOfMonth(today) ? fourWeeksAgo : firstOfMonth(today);
}

/**
 * What the month will have taken: each day that is left is taken to be like the mean of the same day of the last four weeks, since
 * nobody asks much on Sundays. Today counts as it stands.
 */
export function forecastMonth(daily: Daily, today: Day): Forecast {
  const taken = (day: Day) => daily.get(day) ?? 0;
  const soFar = sumOf(daysBetween(firstOfMonth(today), today).map(taken));
  const before = daysBetween(addDays(today, -7 * weeks), addDays(today, -1));
  const meanOn = (weekday: number) =>
    sumOf(before.filter((day) => weekdayOf(day) === weekday).map(taken)) / weeks;
  const ahead = new Map(
    daysBetween(addDays(today, 1), lastOfMonth(today)).map((day) => [day, meanOn(weekdayOf(day))]),
  );
  return { soFar, wholeMonth: soFar + sumOf([...ahead.values()]), ahead };
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
