import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { Budget, BudgetRule } from '../../api/costs.ts';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { ShareBar } from '../../interface/share-bar.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { BudgetFields } from './budget-fields.tsx';
import { useBudgetAmount, useBudgetName } from './budget-name.ts';

/** The limits that were set, how much of each is used, and setting them. */
export function Budgets() {
  const { t } = useLanguage();
  const { costs } = useClient();
  const tell = useDone();
  const { run, problem } = useAct();
  const [edited, setEdited] = useState<Budget | null>(null);
  const loaded = useLoaded(useCallback((signal) => costs.budgets(signal), [costs]));
  const name = useBudgetName(loaded.value ?? []);

  const save = async (rule: BudgetRule) => {
    const { warnings } = await costs.setBudget(rule);
    loaded.reload();
    setEdited(null);
    const sentences = [
      t('costs.setSaved', { budget: name.whole(rule) }),
      ...warnings.map(({ text }) => text),
    ];
    tell({ sentence: sentences.join(' ') });
  };
  const remove = (budget: Budget) =>
    run(async () => {
      await costs.removeBudget(budget.id);
      loaded.reload();
      const undo = async () => {
        const { subject, unit, period, soft, hard } = budget;
        await costs.setBudget({ subject, unit, period, soft, hard });
        loaded.reload();
      };
      tell({ sentence: t('costs.removed', { budget: name.whole(budget) }), undo });
    });
  return (
    <Section title={t('costs.budgets')} lead={t('costs.budgetsLead')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      <Resource of={loaded}>
        {(budgets) => (
          <BudgetTable
            {...{ budgets, name }}
            actions={(budget) => (
              <>
                <Button
                  className="button quiet"
                  aria-label={t('costs.editOf', { budget: name.whole(budget) })}
                  onPress={() => setEdited(budget)}
                >
                  {t('costs.edit')}
                </Button>
                <Button
                  className="button quiet danger"
                  aria-label={t('costs.removeOf', { budget: name.whole(budget) })}
                  onPress={() => void remove(budget)}
                >
                  {t('costs.remove')}
                </Button>
              </>
            )}
          />
        )}
      </Resource>
      <BudgetFields key={edited?.id ?? 'new'} budget={edited} onSave={save} />
    </Section>
  );
}

function BudgetTable({
  budgets,
  name,
  actions,
}: {
  readonly budgets: readonly Budget[];
  readonly name: ReturnType<typeof useBudgetName>;
  readonly actions: (budget: Budget) => React.ReactNode;
}) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const amount = useBudgetAmount();
  const columns: readonly Column<Budget>[] = [
    { id: 'subject', title: t('costs.subject'), value: name.subject },
    { id: 'count', title: t('costs.unitPeriod'), value: name.count },
    {
      id: 'used',
      title: t('costs.used'),
      value: ({ used }) => used,
      cell: (budget) => <UsedShare budget={budget} />,
    },
    {
      id: 'soft',
      title: t('costs.soft'),
      value: ({ soft }) => soft,
      cell: (budget) => amount(budget, budget.soft),
      isNumber: true,
    },
    {
      id: 'hard',
      title: t('costs.hard'),
      value: ({ hard }) => hard,
      cell: (budget) => amount(budget, budget.hard),
      isNumber: true,
    },
    {
      id: 'reopens',
      title: t('costs.reopens'),
      value: ({ reopensAt }) => reopensAt,
      cell: ({ reopensAt }) => time(reopensAt),
    },
  ];
  return (
    <DataTable
      caption={t('costs.budgets')}
      name="budgets"
      columns={columns}
      rows={budgets}
      rowKey={({ id }) => id}
      actions={actions}
      empty={t('costs.noBudget')}
    />
  );
}

function UsedShare({ budget }: { readonly budget: Budget }) {
  const { t } = useLanguage();
  const amount = useBudgetAmount();
  const { used, hard, soft, warnedAt, exhaustedAt } = budget;
  const limit = hard ?? soft;
  return (
    <ShareBar
      share={limit ? used / limit : 1}
      words={t('costs.usedOf', { used: amount(budget, used), limit: amount(budget, limit) })}
      tone={exhaustedAt !== null ? 'bad' : warnedAt !== null ? 'busy' : 'plain'}
    />
  );
}
