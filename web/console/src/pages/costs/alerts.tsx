import { useCallback } from 'react';
import type { Alert } from '../../api/costs.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { useBudgetName } from './budget-name.ts';

/** Budgets that ran short, the latest first. */
export function Alerts() {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { costs } = useClient();
  const loaded = useLoaded(useCallback((signal) => costs.alerts(signal), [costs]));
  const name = useBudgetName((loaded.value ?? []).map(({ budget }) => budget));
  const columns: readonly Column<Alert>[] = [
    { id: 'at', title: t('costs.at'), value: ({ at }) => at, cell: ({ at }) => time(at) },
    { id: 'subject', title: t('costs.subject'), value: ({ budget }) => name.subject(budget) },
    { id: 'count', title: t('costs.unitPeriod'), value: ({ budget }) => name.count(budget) },
    {
      id: 'reached',
      title: t('costs.reached'),
      value: ({ reached }) => t(`costs.reachedKinds.${reached}`),
      cell: ({ reached }) => (
        <Badge tone={reached === 'warned' ? 'busy' : 'bad'}>{t(`costs.reachedKinds.${reached}`)}</Badge>
      ),
    },
  ];
  return (
    <Section title={t('costs.alerts')} lead={t('costs.alertsLead')}>
      <Resource of={loaded}>
        {(alerts) => (
          <DataTable
            caption={t('costs.alerts')}
            name="alerts"
            columns={columns}
            rows={alerts}
            rowKey={({ budget, at, reached }) => `${budget.id} ${reached} ${at}`}
            empty={t('costs.noAlert')}
          />
        )}
      </Resource>
    </Section>
  );
}
