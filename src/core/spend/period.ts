import type { Day } from '../find/calendar.ts';
import { dayOf, midnight } from '../local-time.ts';
import { type BudgetPeriod, budgetPeriods } from './budget.ts';

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
