import type { BudgetRule } from '../../api/costs.ts';
import { useLanguage } from '../../interface/language.ts';
import { type Formats, useFormats } from '../../interface/use-formats.ts';
import { usePrincipalNames } from '../../names/use-names.ts';

/** How these budgets are called: whose, and what they count. */
export function useBudgetName(budgets: readonly BudgetRule[]) {
  const { t } = useLanguage();
  const nameOf = usePrincipalNames(budgets.map(({ subject: { kind, id } }) => `${kind}:${id}`));
  const subject = ({ subject: { kind, id } }: BudgetRule): string => {
    if (kind === 'organisation') return t('costs.subjects.organisation');
    if (kind === 'user' && id === '*') return t('costs.everyUser');
    return t(`costs.subjectOf.${kind}`, { id: nameOf(`${kind}:${id}`) });
  };
  const count = ({ unit, period }: BudgetRule): string =>
    t('costs.unitPerPeriod', {
      unit: t(`costs.units.${unit}`),
      period: t(`costs.budgetPeriods.${period}`),
    });
  return { subject, count, whole: (rule: BudgetRule) => `${subject(rule)}, ${count(rule)}` };
}

/** Writes an amount of a budget. */
export function useBudgetAmount() {
  const formats = useFormats();
  return (rule: Pick<BudgetRule, 'unit'>, amount: number | null) => writeAmount(rule, amount, formats);
}

const writeAmount = (
  { unit }: Pick<BudgetRule, 'unit'>,
  amount: number | null,
  { euros, number }: Formats,
) => (unit === 'euros' ? euros(amount) : number(amount));
