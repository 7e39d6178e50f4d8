import { tunables } from '../../../config/tunables.ts';
import type { Day } from '../find/calendar.ts';
import { type BudgetPeriod, budgetPeriods } from './budget.ts';

const { timeZone } = tunables;
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const dayMs = 24 * 60 * 60 * 1000;

/** The day that it is then in the time zone of budgets. */
export function dayOf(at: Date): Day {
  const { year, month, day } = partsOf(at);
  return `${year}-${month}-${day}`;
}

/** The first day of the period in which a moment lies. */
export function opensOn(period: BudgetPeriod, at: Date): Day {
  const day = dayOf(at);
  return period === 'day' ? day : `${day.slice(0, 7)}-01`;
}

/** The first days of all periods in which a moment lies. */
export function periodsAt(at: Date): Readonly<Record<BudgetPeriod, Day>> {
  return Object.fromEntries(budgetPeriods.map((period) => [period, opensOn(period, at)])) as Record<
    BudgetPeriod,
    Day
  >;
}

/** When the period after the one that began on `first` begins. */
export function reopensAt(period: BudgetPeriod, first: Day): Date {
  const [year = 0, month = 0, day = 0] = first.split('-').map(Number);
  return midnight(period === 'day' ? Date.UTC(year, month - 1, day + 1) : Date.UTC(year, month, 1));
}

/** When a day begins in the time zone of budgets. */
export function beginningOf(day: Day): Date {
  return midnight(Date.parse(`${day}T00:00:00Z`));
}

/** The moment at which clocks show what UTC shows at `utcMs`; at midnight no clock of this zone jumps. */
function midnight(utcMs: number): Date {
  // A guess within a day of it knows the offset, but for a jump in between: then the second one does.
  const first = utcMs - offsetAt(utcMs);
  return new Date(utcMs - offsetAt(first));
}

function offsetAt(ms: number): number {
  const { year, month, day, hour, minute, second } = partsOf(new Date(ms));
  const shown = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Math.round((shown - ms) / 1000) * 1000;
}

function partsOf(at: Date): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> {
  return Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value])) as ReturnType<
    typeof partsOf
  >;
}

/** The first day of the month that is `count` months before the one that begins on `first`. */
export function monthsBefore(first: Day, count: number): Day {
  const [year = 0, month = 0] = first.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - count, 1)).toISOString().slice(0, 10);
}

/** `count` days later, or earlier when negative. */
export function daysAfter(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}
