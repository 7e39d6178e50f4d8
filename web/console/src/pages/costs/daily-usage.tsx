import { useCallback } from 'react';
import type { Span, UsageRow } from '../../api/costs.ts';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { type DayBar, DayChart } from '../../interface/day-chart.tsx';
import { Figure, Figures } from '../../interface/figures.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { type Day, daysBetween } from './days.ts';
import { forecastMonth, forecastNeedsFrom } from './forecast.ts';
import { type Measure, sumMeasured, writeMeasured } from './measures.ts';

/** What each day took, in short, as bars and as figures; with the days of the month that are left where that is asked for. */
export function DailyUsage({
  span: { from, to },
  today,
  measure,
  hasForecast,
}: {
  readonly span: Span;
  readonly today: Day;
  readonly measure: Measure;
  readonly hasForecast: boolean;
}) {
  const { costs } = useClient();
  const first = hasForecast ? forecastNeedsFrom(today) : from;
  const loaded = useLoaded(
    useCallback(
      async (signal) => (await costs.usage({ from: first, to }, 'day', signal)).usage,
      [costs, first, to],
    ),
  );
  return (
    <Resource of={loaded}>
      {(usage) => <Shown {...{ usage, from, to, today, measure, hasForecast }} />}
    </Resource>
  );
}

function Shown({
  usage,
  from,
  to,
  today,
  measure,
  hasForecast,
}: Span & {
  readonly usage: readonly UsageRow[];
  readonly today: Day;
  readonly measure: Measure;
  readonly hasForecast: boolean;
}) {
  const { t } = useLanguage();
  const formats = useFormats();
  const write = (value: number) => writeMeasured(value, measure, formats);
  const inSpan = usage.filter(({ day }) => day !== null && day >= from && day <= to);
  const daily = new Map(usage.map((row) => [row.day ?? '', sumMeasured([row], measure)]));
  const total = sumMeasured(inSpan, measure);
  const requests = sumMeasured(inSpan, 'requests');
  const forecast = hasForecast ? forecastMonth(daily, today) : null;

  const barOf = (day: Day, value: number, isForecast: boolean): DayBar => {
    const words = `${formats.calendarDay(day)} : ${write(value)}`;
    return {
      id: day,
      label: formats.shortDay(day),
      words: isForecast ? t('costs.expected', { words }) : words,
      value,
      isForecast,
    };
  };
  const taken = daysBetween(from, to).map((day) => barOf(day, daily.get(day) ?? 0, false));
  const ahead = [...(forecast?.ahead ?? [])].map(([day, value]) => barOf(day, value, true));
  const highest = taken.reduce<DayBar | null>(
    (most, bar) => (bar.value > (most?.value ?? 0) ? bar : most),
    null,
  );
  const summary =
    highest === null
      ? t('costs.chartEmpty')
      : t('costs.chart', {
          measure: t(`costs.measures.${measure}`),
          total: write(total),
          most: write(highest.value),
          day: formats.calendarDay(highest.id),
        });
  return (
    <>
      <Figures label={t('costs.figures')}>
        <Figure name={t('costs.total')} value={write(total)} />
        {forecast === null ? null : (
          <Figure
            name={t('costs.forecast')}
            value={write(forecast.wholeMonth)}
            note={t('costs.forecastHow')}
          />
        )}
        <Figure name={t('costs.questions')} value={formats.number(requests)} />
        {measure === 'requests' ? null : (
          <Figure name={t('costs.perQuestion')} value={requests === 0 ? '–' : write(total / requests)} />
        )}
      </Figures>
      <Section title={t('costs.byDay')}>
        <DayChart summary={summary} bars={[...taken, ...ahead]} write={write} />
        <details>
          <summary>{t('costs.seeFigures')}</summary>
          <DayTable bars={[...taken, ...ahead]} measure={measure} write={write} />
        </details>
      </Section>
    </>
  );
}

function DayTable({
  bars,
  measure,
  write,
}: {
  readonly bars: readonly DayBar[];
  readonly measure: Measure;
  readonly write: (value: number) => string;
}) {
  const { t } = useLanguage();
  const { calendarDay } = useFormats();
  const columns: readonly Column<DayBar>[] = [
    { id: 'day', title: t('costs.day'), value: ({ id }) => id, cell: ({ id }) => calendarDay(id) },
    {
      id: 'value',
      title: t(`costs.measures.${measure}`),
      value: ({ value }) => value,
      cell: ({ value }) => write(value),
      isNumber: true,
    },
    {
      id: 'kind',
      title: t('costs.kind'),
      value: ({ isForecast }) => t(isForecast ? 'costs.ahead' : 'costs.real'),
    },
  ];
  return (
    <DataTable
      caption={t('costs.byDay')}
      name="usage-by-day"
      columns={columns}
      rows={bars}
      rowKey={({ id }) => id}
      empty={t('costs.none')}
    />
  );
}
