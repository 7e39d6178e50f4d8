import type { ConcernedBudget } from '../../src/core/spend/budget.ts';

/** For tests: a budget of 1,000 tokens a day, with what was taken from it. */
export function aBudget(
  budget: Partial<Omit<ConcernedBudget, 'purse'>> & Partial<ConcernedBudget['purse']> = {},
): ConcernedBudget {
  const { used = 0, reserved = 0, holder = '', exhaustedAt = null, warnedAt = null, ...rule } = budget;
  const id = rule.id ?? '00000000-0000-8000-8000-000000000001';
  return {
    subject: { kind: 'organisation', id: 'bellerive' },
    unit: 'tokens',
    period: 'day',
    soft: null,
    hard: 1_000,
    isOpen: true,
    ...rule,
    id,
    purse: { budget: id, opensOn: '2026-11-26', holder, used, reserved, warnedAt, exhaustedAt },
  };
}
