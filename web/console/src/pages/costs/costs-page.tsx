import { useState } from 'react';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page } from '../../interface/page.tsx';
import { useSession } from '../../session/session.ts';
import { Alerts } from './alerts.tsx';
import { Breakdown } from './breakdown.tsx';
import { Budgets } from './budgets.tsx';
import { DailyUsage } from './daily-usage.tsx';
import { dayInParis } from './days.ts';
import { type Measure, measures, type Period, periods, spanOf } from './measures.ts';

/** What answers took, with a forecast of the month; budgets and alerts for administrators. */
export default function CostsPage() {
  const { t } = useLanguage();
  const { roles } = useSession();
  const [today] = useState(() => dayInParis(new Date()));
  const [period, setPeriod] = useState<Period>('month');
  const [measure, setMeasure] = useState<Measure>('euros');
  return (
    <Page title={t('costs.title')} lead={t('costs.lead')}>
      <div className="filters">
        <ChoiceInput
          label={t('costs.period')}
          value={period}
          onChange={setPeriod}
          options={periods.map((id) => ({ id, text: t(`costs.periods.${id}`) }))}
        />
        <ChoiceInput
          label={t('costs.measure')}
          value={measure}
          onChange={setMeasure}
          options={measures.map((id) => ({ id, text: t(`costs.measures.${id}`) }))}
        />
      </div>
      <DailyUsage
        span={spanOf(period, today)}
        today={today}
        measure={measure}
        hasForecast={period === 'month'}
      />
      <Breakdown span={spanOf(period, today)} measure={measure} />
      {roles.has('admin') ? (
        <>
          <Budgets />
          <Alerts />
        </>
      ) : null}
    </Page>
  );
}
