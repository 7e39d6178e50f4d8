import { describe, expect, it } from 'vitest';
import { addDays, dayInParis, daysBetween, lastOfMonth, weekdayOf } from './days.ts';
import { forecastMonth, forecastNeedsFrom } from './forecast.ts';

const today = '2026-11-26';

describe('the forecast of a month', () => {
  it('takes the days that are left to be like the same days of the last four weeks', () => {
    const workdays = daysBetween('2026-10-01', today).filter((day) => weekdayOf(day) % 6 !== 0);
    const { soFar, wholeMonth, ahead } = forecastMonth(new Map(workdays.map((day) => [day, 2])), today);
    // Thursday the 26th is the 19th working day; Friday the 27th and Monday the 30th are left.
    expect(soFar).toBe(2 * 19);
    expect([...ahead]).toEqual([
      ['2026-11-27', 2],
      ['2026-11-28', 0],
      ['2026-11-29', 0],
      ['2026-11-30', 2],
    ]);
    expect(wholeMonth).toBe(2 * 21);
  });

  it('forgets what is older than four weeks, and does not count today twice', () => {
    const daily = new Map([
      [addDays(today, -35), 1_000],
      [today, 8],
    ]);
    expect(forecastMonth(daily, today)).toMatchObject({ soFar: 8, wholeMonth: 8 });
  });

  it('is what was taken on the last day of a month', () => {
    expect(forecastMonth(new Map([['2026-11-30', 5]]), '2026-11-30')).toMatchObject({
      soFar: 5,
      wholeMonth: 5,
    });
  });

  it('looks at four weeks, and at the whole month', () => {
    expect(forecastNeedsFrom('2026-11-03')).toBe('2026-10-06');
    expect(forecastNeedsFrom('2026-10-31')).toBe('2026-10-01');
  });
});

describe('days', () => {
  it('are those of Paris', () => {
    expect(dayInParis(new Date('2026-06-30T22:30:00Z'))).toBe('2026-07-01');
  });

  it('end months as the calendar does', () => {
    expect(['2026-02-10', '2028-02-29', '2026-12-31'].map(lastOfMonth)).toEqual([
      '2026-02-28',
      '2028-02-29',
      '2026-12-31',
    ]);
  });
});
