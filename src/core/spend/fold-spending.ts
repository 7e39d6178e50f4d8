import { tunables } from '../../../config/tunables.ts';
import type { BudgetRepository } from '../../ports/budget-repository.ts';
import { beginningOf, monthsBefore } from '../local-time.ts';
import { opensOn } from './period.ts';

/**
 * Keeps of the months that ended more than `months` months ago what they took, and no longer who asked what when (R74). Whole
 * months alone, so that each is either told in full or summed up. Gives how many answers that were.
 */
export function foldSpending(
  { budgets }: { readonly budgets: Pick<BudgetRepository, 'fold'> },
  org: string,
  { months, now }: { readonly months: number; readonly now: Date },
): Promise<number> {
  const firstKept = monthsBefore(opensOn('month', now), months);
  const { timeZone } = tunables;
  return budgets.fold(org, { before: beginningOf(firstKept), firstKept, timeZone });
}
