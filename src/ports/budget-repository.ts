import type { Day } from '../core/find/calendar.ts';
import type { Amounts } from '../core/spend/amount.ts';
import type {
  Budget,
  BudgetPeriod,
  BudgetRule,
  ConcernedBudget,
  Purse,
  PurseState,
} from '../core/spend/budget.ts';
import type { Spent } from '../core/spend/meter-model.ts';

/** Who asks where: whose purses pay. */
export type Spender = {
  readonly user: string;
  /** Spaces in which the question is asked, all of them the person's; empty: anywhere. */
  readonly spaces: readonly string[];
};

/** What is held back for one answer, until it is settled or `expiresAt` passes. */
export type Reservation = Spender & {
  /** That of the message. */
  readonly id: string;
  readonly purses: readonly (Purse & { readonly amount: number })[];
  /** What is written down for it if nobody settles it. */
  readonly estimate: Spent;
  readonly expiresAt: Date;
};

/** What an answer took in the end. */
export type Settlement = Spender & {
  readonly id: string;
  readonly at: Date;
  readonly spent: Spent;
  readonly amounts: Amounts;
};

/** A budget of which most (80 %), or all, was gone. */
export type BudgetAlert = {
  readonly budget: Budget;
  readonly purse: Purse;
  readonly reached: 'warned' | 'exhausted';
  readonly at: Date;
};

/** What a budget's period has taken so far; where everybody has a purse, the one that gave most. */
export type ListedBudget = Budget & Omit<PurseState, 'budget' | 'holder'>;

export const usageGroupings = ['day', 'provider', 'model', 'space', 'user'] as const;
export type UsageGrouping = (typeof usageGroupings)[number];

/** What was spent, summed up; fields that it was not grouped by are `null`. An answer in two spaces is in both rows. */
export type UsageRow = {
  readonly day: Day | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly space: string | null;
  /** The person's pseudonym; `null` also for those who were removed. */
  readonly user: string | null;
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of what has a price; `null` when nothing has. */
  readonly microEuros: number | null;
  readonly energyWh: number | null;
  /** Requests whose tokens were counted here, as the provider did not say. */
  readonly estimated: number;
};

/** Budgets, what was taken from them, and the ledger of all answers. Every method is about one organisation. */
export type BudgetRepository = {
  /**
   * The budgets that concern a question, with their purses of the periods that begin on these days: one cheap read. A person's
   * own budget takes the place of everybody's.
   */
  findConcerned(
    org: string,
    spender: Spender,
    periods: Readonly<Record<BudgetPeriod, Day>>,
  ): Promise<readonly ConcernedBudget[]>;
  /**
   * Holds the amounts back in all purses at once, or in none: never more than a hard limit, however many ask at once. The
   * purses must be open. Gives the ids of the budgets that had no room; empty when it is held back.
   */
  reserve(org: string, reservation: Reservation): Promise<readonly string[]>;
  /** Makes the purses ready for a new period; those that are stay as they are. */
  open(org: string, purses: readonly Purse[]): Promise<void>;
  /**
   * Puts what was spent in place of what was held back, and into the ledger. Without a reservation it is the ledger alone; after
   * it expired, purses keep the estimate. Gives the alerts that this sets off, each once in its period.
   */
  settle(org: string, settlement: Settlement): Promise<readonly Omit<BudgetAlert, 'at' | 'budget'>[]>;
  /** Settles reservations that expired, as they were estimated; gives how many. */
  settleExpired(org: string, now: Date): Promise<number>;
  /** Notes that a purse had no room; false when that was known. */
  noteExhausted(org: string, purse: Purse, at: Date): Promise<boolean>;

  list(org: string, periods: Readonly<Record<BudgetPeriod, Day>>): Promise<readonly ListedBudget[]>;
  /**
   * Sets the limits of the budget with this subject, unit and period. What was taken from it stays; alerts of the period that
   * began on `opensOn` may come again. `by`: the administrator, for the audit; `null`: the operator.
   */
  set(
    org: string,
    rule: BudgetRule,
    options: { readonly by: string | null; readonly opensOn: Day },
  ): Promise<Budget>;
  /** False when there is none of this id. */
  remove(org: string, id: string, by: string | null): Promise<boolean>;
  /** The latest first. */
  alerts(org: string, limit: number): Promise<readonly BudgetAlert[]>;
  /**
   * Adds what the ledger has from before `before` (midnight of `firstKept` in `timeZone`) to its months, and forgets it and the
   * purses of then. Gives how many answers that were.
   */
  fold(
    org: string,
    options: { readonly before: Date; readonly firstKept: Day; readonly timeZone: string },
  ): Promise<number>;
  /** What was spent from one moment to another. A month that was folded counts as spent on its first day. */
  usage(
    org: string,
    span: { readonly from: Date; readonly to: Date },
    options: {
      readonly by: readonly UsageGrouping[];
      readonly timeZone: string;
      readonly limit: number;
    },
  ): Promise<readonly UsageRow[]>;
};
