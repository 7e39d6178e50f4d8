import { tunables } from '../../../config/tunables.ts';
import { type Amounts, takenFrom } from './amount.ts';
import type { ConcernedBudget } from './budget.ts';

/** How an answer is made, from the usual to the cheapest. Each step keeps what the one before it saves. */
export const spendingSteps = ['full', 'fewer-passages', 'smaller-model', 'quoted'] as const;
export type SpendingStep = (typeof spendingSteps)[number];

/** A way to answer, with the most that it can take. */
export type Offer = { readonly step: SpendingStep; readonly amounts: Amounts };

export type Decision = {
  /** `null`: refused. */
  readonly offer: Offer | null;
  /** Budgets that are gone: they leave room for no answer of a model. */
  readonly exhausted: readonly ConcernedBudget[];
};

/**
 * How a question may be answered under the budgets that concern it; the strictest one decides. From its soft limit on a
 * budget wants fewer passages, from half-way to its hard limit a smaller model. Where no answer of a model fits below a
 * hard limit any more, passages are quoted if the budget has a soft limit, as that takes no tokens and no euros; else the
 * question is refused, as it is when there are no more requests.
 *
 * @param offers what can be done, the dearest first; the last is the cheapest
 */
export function decide(budgets: readonly ConcernedBudget[], offers: readonly Offer[]): Decision {
  const dearest = Math.max(0, ...budgets.map(firstStep));
  const byModel = offers.filter(({ step }) => step !== 'quoted');
  const exhausted =
    byModel.length === 0
      ? budgets.filter((budget) => !offers.some((offer) => fits(budget, offer)))
      : budgets.filter((budget) => !byModel.some((offer) => fits(budget, offer)));
  const cheapestByModel = byModel.at(-1)?.step;
  const offer = offers.find(
    ({ step, ...rest }) =>
      // The cheapest way with a model does where a cheaper one is wanted that there is not.
      (spendingSteps.indexOf(step) >= dearest || (step === cheapestByModel && dearest < quoted)) &&
      budgets.every((budget) => fits(budget, { step, ...rest })) &&
      (step !== 'quoted' || byModel.length === 0 || exhausted.every(({ soft }) => soft !== null)),
  );
  return { offer: offer ?? null, exhausted };
}

const quoted = spendingSteps.indexOf('quoted');

/** The dearest step that a budget still bears. */
function firstStep({ soft, hard, purse }: ConcernedBudget): number {
  if (soft === null) return 0;
  const taken = purse.used + purse.reserved;
  if (taken < soft) return 0;
  const ceiling = hard ?? Math.ceil(soft * tunables.budgets.ceilingOfSoft);
  if (taken < (soft + ceiling) / 2) return 1;
  return hard === null && taken >= ceiling ? quoted : 2;
}

/** What takes nothing always fits; what nobody knows the price of does until all is gone. */
function fits({ unit, hard, purse }: ConcernedBudget, { amounts }: Offer): boolean {
  const taken = takenFrom(unit, amounts);
  if (hard === null || taken === 0) return true;
  return purse.used + purse.reserved + (taken ?? 1) <= hard;
}
