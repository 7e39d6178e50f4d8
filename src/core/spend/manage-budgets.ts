import { tunables } from '../../../config/tunables.ts';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type {
  BudgetAlert,
  BudgetRepository,
  ListedBudget,
  UsageGrouping,
  UsageRow,
} from '../../ports/budget-repository.ts';
import { AppError } from '../errors.ts';
import { type Day, shiftDay } from '../find/calendar.ts';
import { isUuid } from '../is-uuid.ts';
import { beginningOf, dayOf } from '../local-time.ts';
import { type BudgetRule, everyUser } from './budget.ts';
import type { BudgetWarning } from './budget-texts.ts';
import { periodsAt } from './period.ts';

type BudgetDeps = {
  readonly budgets: Pick<BudgetRepository, 'list' | 'set' | 'remove' | 'alerts' | 'usage'>;
  readonly access: Pick<AccessRepository, 'findUnknownPrincipals'>;
  /** Whether any provider of the organisation has a price card. */
  hasPrices(org: string): Promise<boolean>;
};

/** Who changes budgets, for the audit: an administrator, or `null` for the operator. */
type By = string | null;

/** All budgets with what the present period has taken. */
export function listBudgets(
  { budgets }: Pick<BudgetDeps, 'budgets'>,
  org: string,
): Promise<readonly ListedBudget[]> {
  return budgets.list(org, periodsAt(new Date()));
}

/**
 * Sets the limits of the budget with this subject, unit and period; says what may not work as expected.
 * @throws AppError `BUDGET_INVALID`, `BUDGET_SUBJECT_UNKNOWN`
 */
export async function setBudget(
  { budgets, access, hasPrices }: BudgetDeps,
  org: string,
  rule: BudgetRule,
  by: By,
): Promise<ListedBudget & { readonly warnings: readonly BudgetWarning[] }> {
  const { subject, soft, hard } = rule;
  if ((soft === null && hard === null) || (soft !== null && hard !== null && soft > hard))
    throw new AppError('BUDGET_INVALID');
  const isEverybody = subject.kind === 'user' && subject.id === everyUser;
  if (!isEverybody) {
    const kind = subject.kind === 'organisation' ? 'org' : subject.kind;
    const isOther = subject.kind === 'organisation' && subject.id !== org;
    const unknown = await access.findUnknownPrincipals(org, [`${kind}:${subject.id}`]);
    if (isOther || unknown.length > 0) throw new AppError('BUDGET_SUBJECT_UNKNOWN');
  }
  const { id } = await budgets.set(org, rule, { by, opensOn: periodsAt(new Date())[rule.period] });
  const set = (await listBudgets({ budgets }, org)).find((budget) => budget.id === id);
  if (!set) throw new AppError('CONFLICT');
  return { ...set, warnings: rule.unit === 'euros' && !(await hasPrices(org)) ? ['no-prices'] : [] };
}

/** @throws AppError `NOT_FOUND` */
export async function removeBudget(
  { budgets }: Pick<BudgetDeps, 'budgets'>,
  org: string,
  id: string,
  by: By,
): Promise<void> {
  if (!isUuid(id) || !(await budgets.remove(org, id, by))) throw new AppError('NOT_FOUND');
}

/** The latest alerts, the newest first. */
export function listAlerts(
  { budgets }: Pick<BudgetDeps, 'budgets'>,
  org: string,
): Promise<readonly BudgetAlert[]> {
  return budgets.alerts(org, tunables.budgets.alerts);
}

export type UsageRequest = {
  /** First and last day, both included; absent: the last 30 days. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly by: readonly UsageGrouping[];
};

export type UsageReport = { readonly from: Day; readonly to: Day; readonly rows: readonly UsageRow[] };

/** What was spent on some days. @throws AppError `BAD_REQUEST` for days in the wrong order or too many */
export async function reportUsage(
  { budgets }: Pick<BudgetDeps, 'budgets'>,
  org: string,
  request: UsageRequest,
): Promise<UsageReport> {
  const { timeZone } = tunables;
  const { usageDays, rows: limit } = tunables.budgets;
  const to = request.to ?? dayOf(new Date());
  const from = request.from ?? shiftDay(to, 1 - usageDays.usual);
  if (from > to || from < shiftDay(to, 1 - usageDays.most))
    throw new AppError('BAD_REQUEST', {
      explanation: {
        fr: `Du plus ancien au plus récent, ${usageDays.most} jours au plus.`,
        en: `from, to: at most ${usageDays.most} days, in this order`,
      },
    });
  const span = { from: beginningOf(from), to: beginningOf(shiftDay(to, 1)) };
  return { from, to, rows: await budgets.usage(org, span, { by: request.by, timeZone, limit }) };
}
