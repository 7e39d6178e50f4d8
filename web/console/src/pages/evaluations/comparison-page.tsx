import { useCallback, useEffect, useState } from 'react';
import { type Comparison, type Difference, metricIds, type RunResult } from '../../api/evaluations.ts';
import { routeTo } from '../../frame/use-route.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Progress } from '../../interface/progress.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { Circumstances } from './circumstances.tsx';
import { MetricChart } from './metric-chart.tsx';
import { AnswerCell, mainScoreOf } from './run-page.tsx';
import { RunState } from './run-table.tsx';
import { lookMs, useRunWords } from './use-run-words.ts';

/** Two runs beside each other: what changed, how sure that is, and the answers one by one. Follows runs that go on. */
export function ComparisonPage({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useLanguage();
  const { evaluations } = useClient();
  const [everyMs, setEveryMs] = useState<number | null>(lookMs);
  const loaded = useLoaded(
    useCallback(
      async (signal) => {
        const [comparison, earlier, later] = await Promise.all([
          evaluations.compare(before, after, signal),
          evaluations.allResults(before, signal),
          evaluations.allResults(after, signal),
        ]);
        return { comparison, earlier, later };
      },
      [evaluations, before, after],
    ),
    everyMs,
  );
  const runs = loaded.value && [loaded.value.comparison.before, loaded.value.comparison.after];
  const goesOn = runs?.some(({ state }) => state === 'running') ?? true;
  useEffect(() => setEveryMs(goesOn ? lookMs : null), [goesOn]);
  return (
    <Page
      title={t('evaluations.compareTitle')}
      tools={
        <a className="button" href={routeTo('evaluations')}>
          {t('evaluations.back')}
        </a>
      }
    >
      <Resource of={{ ...loaded, isLoading: loaded.isLoading && loaded.value === null }}>
        {({ comparison, earlier, later }) => (
          <>
            <Sides comparison={comparison} />
            <Verdict comparison={comparison} />
            <Section title={t('evaluations.sideBySide')}>
              <Answers earlier={earlier} later={later} />
            </Section>
          </>
        )}
      </Resource>
    </Page>
  );
}

function Sides({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useLanguage();
  const { nameOf } = useRunWords();
  return (
    <dl className="figures sides">
      {(['before', 'after'] as const).map((side) => {
        const run = comparison[side];
        return (
          <div key={side} className="figure">
            <dt>{t(`evaluations.${side}`)}</dt>
            <dd className="small-figure">
              <a href={routeTo('evaluations', 'run', run.id)}>{nameOf(run)}</a>
              <span className="muted">
                <Circumstances run={run} />
              </span>
              <RunState run={run} />
              {run.state === 'done' ? null : (
                <Progress label={t('evaluations.progress')} done={run.done} total={run.questions} />
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Verdict({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useLanguage();
  const { main, kept, unpaired, withheld } = comparison;
  const metric = main === null ? '–' : t(`evaluations.metrics.${main}`);
  return (
    <Section title={t('evaluations.differences')}>
      {main === null ? (
        <p className="empty">{t('evaluations.noPair')}</p>
      ) : (
        <>
          <p>
            <Badge tone={kept ? 'good' : 'bad'}>{t(kept ? 'evaluations.kept' : 'evaluations.lost')}</Badge>{' '}
            {t(kept ? 'evaluations.keptWhat' : 'evaluations.lostWhat', { metric })}
          </p>
          <Differences comparison={comparison} />
        </>
      )}
      {unpaired === 0 ? null : <p className="muted">{t('evaluations.unpaired', { count: unpaired })}</p>}
      {withheld === 0 ? null : <p className="muted">{t('evaluations.withheld', { count: withheld })}</p>}
    </Section>
  );
}

type Row = Difference & { readonly id: string; readonly label: string };

function Differences({ comparison: { metrics } }: { readonly comparison: Comparison }) {
  const { t } = useLanguage();
  const { share, number, locale } = useFormats();
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  const points = (value: number) => signed.format(100 * value);
  const rows: readonly Row[] = metricIds.flatMap((id) => {
    const difference = metrics[id];
    return difference ? [{ id, label: t(`evaluations.metrics.${id}`), ...difference }] : [];
  });
  const reach = Math.max(0.05, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  const wordsOf = ({ label, difference, low, high }: Row) =>
    `${label} : ${t('evaluations.points', { value: points(difference) })} (${points(low)} – ${points(high)})`;
  const pointColumn = (id: 'difference' | 'low' | 'high'): Column<Row> => ({
    id,
    title: t(`evaluations.${id}`),
    value: (row) => row[id],
    cell: (row) => points(row[id]),
    isNumber: true,
  });
  const shareColumn = (id: 'before' | 'after'): Column<Row> => ({
    id,
    title: t(`evaluations.${id}`),
    value: (row) => row[id],
    cell: (row) => share(row[id]),
    isNumber: true,
  });
  return (
    <>
      <MetricChart
        summary={t('evaluations.differencesChart', { words: rows.slice(0, 1).map(wordsOf).join('') })}
        from={-reach}
        to={reach}
        rows={rows.map((row) => ({ ...row, value: row.difference, words: wordsOf(row) }))}
        write={points}
      />
      <details>
        <summary>{t('evaluations.seeFigures')}</summary>
        <DataTable
          caption={t('evaluations.differences')}
          name="evaluation-differences"
          rows={rows}
          rowKey={({ id }) => id}
          empty={t('evaluations.noPair')}
          columns={[
            { id: 'metric', title: t('evaluations.metric'), value: ({ label }) => label },
            shareColumn('before'),
            shareColumn('after'),
            pointColumn('difference'),
            pointColumn('low'),
            pointColumn('high'),
            {
              id: 'n',
              title: t('evaluations.of'),
              value: ({ n }) => n,
              cell: ({ n }) => number(n),
              isNumber: true,
            },
          ]}
        />
      </details>
    </>
  );
}

type Pair = {
  readonly question: string;
  readonly id: string;
  readonly one: RunResult;
  readonly other: RunResult;
};

function Answers({
  earlier,
  later,
}: {
  readonly earlier: readonly RunResult[];
  readonly later: readonly RunResult[];
}) {
  const { t } = useLanguage();
  const { share } = useFormats();
  const pairs = earlier.flatMap((one): Pair[] => {
    const other = later.find(({ id, question }) => id === one.id && question === one.question);
    return other ? [{ id: one.id, question: one.question, one, other }] : [];
  });
  const answer = (side: 'one' | 'other', title: string): Column<Pair> => ({
    id: side,
    title,
    value: (pair) => pair[side].answer,
    cell: (pair) => (
      <>
        <span className="muted">{share(mainScoreOf(pair[side]))} </span>
        <AnswerCell result={pair[side]} />
      </>
    ),
    isLong: true,
  });
  return (
    <DataTable
      caption={t('evaluations.sideBySide')}
      name="evaluation-answers"
      rows={pairs}
      rowKey={({ id }) => id}
      empty={t('evaluations.noResult')}
      columns={[
        { id: 'question', title: t('evaluations.question'), value: ({ question }) => question },
        answer('one', t('evaluations.before')),
        answer('other', t('evaluations.after')),
      ]}
    />
  );
}
