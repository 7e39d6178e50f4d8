import type { Day } from '../find/calendar.ts';

export const budgetSubjectKinds = ['organisation', 'space', 'group', 'user'] as const;
export const budgetUnits = ['requests', 'tokens', 'euros'] as const;
export const budgetPeriods = ['day', 'month'] as const;

export type BudgetUnit = (typeof budgetUnits)[number];
export type BudgetPeriod = (typeof budgetPeriods)[number];

/**
 * Whose budget it is. Organisations, spaces and groups have one purse for all; a space's is for the questions asked in it.
 * The user `*` stands for each person who has no budget of the same unit and period of their own: everybody has a purse.
 */
export type BudgetSubject = { readonly kind: (typeof budgetSubjectKinds)[number]; readonly id: string };

/** See `BudgetSubject`. */
export const everyUser = '*';

/**
 * What may be spent in a period. Amounts are whole numbers of the unit's smallest part: requests, tokens, or millionths of
 * a euro (see `amount.ts`). From `soft` on answers get cheaper; `hard` is never passed. At least one is there.
 */
export type BudgetRule = {
  readonly subject: BudgetSubject;
  readonly unit: BudgetUnit;
  readonly period: BudgetPeriod;
  readonly soft: number | null;
  readonly hard: number | null;
};

export type Budget = BudgetRule & { readonly id: string };

/** One purse in one period. */
export type Purse = {
  readonly budget: string;
  /** First day of the period. */
  readonly opensOn: Day;
  /** Whose purse it is where everybody has one: their pseudonym; else empty. */
  readonly holder: string;
};

/** What was taken from a purse so far. */
export type PurseState = Purse & {
  /** Paid. */
  readonly used: number;
  /** Held back for questions that are being answered. */
  readonly reserved: number;
  /** When it was noticed that most, or all, of it was gone: once in a period. */
  readonly warnedAt: Date | null;
  readonly exhaustedAt: Date | null;
};

/** A budget that concerns a question, with the purse that pays for it. */
export type ConcernedBudget = Budget & {
  readonly purse: PurseState;
  /** False before the first question of the period. */
  readonly isOpen: boolean;
};
