import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { saveFile } from '../../../../shared/interface/save-file.ts';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { sentenceOf } from '../../../../shared/texts/translate.ts';
import { type Metric, metricIds, type RunDetail, type RunResult } from '../../api/evaluations.ts';
import { routeTo } from '../../frame/use-route.ts';
import type { Column } from '../../interface/data-table.tsx';
import { DataTable } from '../../interface/data-table.tsx';
import { Figure, Figures } from '../../interface/figures.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { PagedTable } from '../../interface/paged-table.tsx';
import { Progress } from '../../interface/progress.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { usePages } from '../../interface/use-pages.ts';
import { usePrincipalNames } from '../../names/use-names.ts';
import { useClient } from '../../session/session.ts';
import { Circumstances } from './circumstances.tsx';
import { MetricChart } from './metric-chart.tsx';
import { RunState } from './run-table.tsx';
import { lookMs, useRunWords } from './use-run-words.ts';

/** One run: how far it has come, its figures, and each question that the person may see. */
export function RunPage({ id }: { readonly id: string }) {
  const { t } = useLanguage();
  const { evaluations } = useClient();
  const { nameOf } = useRunWords();
  const [everyMs, setEveryMs] = useState<number | null>(lookMs);
  const loaded = useLoaded(
    useCallback((signal) => evaluations.run(id, signal), [evaluations, id]),
    everyMs,
  );
  const detail = loaded.value;
  useEffect(() => setEveryMs(detail?.run.state === 'running' ? lookMs : null), [detail?.run.state]);
  return (
    <Page
      title={detail === null ? t('evaluations.run') : nameOf(detail.run)}
      tools={
        <>
          <Export id={id} />
          <a className="button" href={routeTo('evaluations')}>
            {t('evaluations.back')}
          </a>
        </>
      }
    >
      <Resource of={{ ...loaded, isLoading: loaded.isLoading && detail === null }}>
        {(shown) => (
          <>
            <RunFigures detail={shown} />
            <Results id={id} done={shown.run.done} />
          </>
        )}
      </Resource>
    </Page>
  );
}

function Export({ id }: { readonly id: string }) {
  const { t } = useLanguage();
  const { evaluations } = useClient();
  const { run, problem } = useAct();
  return (
    <>
      {problem === null ? null : <ProblemText problem={problem} />}
      {(['csv', 'jsonl'] as const).map((format) => (
        <Button
          key={format}
          className="button quiet"
          onPress={() =>
            void run(async () =>
              saveFile(
                format === 'csv' ? 'sourcier-evaluation.csv' : 'results.jsonl',
                await evaluations.exportRun(id, format),
              ),
            )
          }
        >
          {t(format === 'csv' ? 'evaluations.exportCsv' : 'evaluations.exportJson')}
        </Button>
      ))}
    </>
  );
}

function RunFigures({ detail: { run, summary, withheld } }: { readonly detail: RunDetail }) {
  const { t } = useLanguage();
  const { euros, share } = useFormats();
  const inSeconds = (ms: number) => t('evaluations.seconds', { seconds: ms / 1000 });
  const answerable = summary.abstention['answerable'];
  return (
    <>
      <p>
        <RunState run={run} /> <Circumstances run={run} />
      </p>
      {run.state === 'done' ? null : (
        <Progress label={t('evaluations.progress')} done={run.done} total={run.questions} />
      )}
      {withheld === 0 ? null : <p className="muted">{t('evaluations.withheld', { count: withheld })}</p>}
      <Figures label={t('evaluations.figures')}>
        <Figure name={t('evaluations.answered')} value={summary.questions - summary.errors} />
        <Figure
          name={t('evaluations.leaks')}
          value={summary.leaks}
          tone={summary.leaks > 0 ? 'bad' : 'plain'}
        />
        <Figure
          name={t('evaluations.errors')}
          value={summary.errors}
          tone={summary.errors > 0 ? 'busy' : 'plain'}
        />
        {run.provider === null || summary.quoted === 0 ? null : (
          <Figure name={t('evaluations.quoted')} value={summary.quoted} tone="busy" />
        )}
        {summary.latencyMs === null ? null : (
          <Figure
            name={t('evaluations.latency')}
            value={inSeconds(summary.latencyMs.p50)}
            note={t('evaluations.latencyNote', { p95: inSeconds(summary.latencyMs.p95) })}
          />
        )}
        {summary.costEuro === null ? null : (
          <Figure name={t('evaluations.cost')} value={euros(summary.costEuro)} />
        )}
        {answerable === undefined ? null : (
          <Figure name={t('evaluations.abstention')} value={share(answerable)} />
        )}
      </Figures>
      <Section title={t('evaluations.scores')}>
        <Scores metrics={summary.metrics} />
      </Section>
    </>
  );
}

function Scores({ metrics }: { readonly metrics: RunDetail['summary']['metrics'] }) {
  const { t } = useLanguage();
  const { share } = useFormats();
  const rows = metricIds.flatMap((id) => {
    const metric = metrics[id];
    return metric ? [{ id, ...metric, label: t(`evaluations.metrics.${id}`) }] : [];
  });
  const [first] = rows;
  if (first === undefined) return <p className="empty">{t('evaluations.noScore')}</p>;
  return (
    <>
      <MetricChart
        summary={t('evaluations.scoresChart', { best: `${first.label} : ${share(first.mean)}` })}
        from={0}
        to={1}
        rows={rows.map(({ id, label, mean }) => ({
          id,
          label,
          value: mean,
          words: `${label} : ${share(mean)}`,
        }))}
        write={share}
      />
      <details>
        <summary>{t('evaluations.seeFigures')}</summary>
        <DataTable
          caption={t('evaluations.scores')}
          name="evaluation-scores"
          rows={rows}
          rowKey={({ id }) => id}
          empty={t('evaluations.noScore')}
          columns={[
            { id: 'metric', title: t('evaluations.metric'), value: ({ label }) => label },
            {
              id: 'mean',
              title: t('evaluations.mean'),
              value: ({ mean }) => mean,
              cell: ({ mean }) => share(mean),
              isNumber: true,
            },
            { id: 'n', title: t('evaluations.of'), value: ({ n }) => n, isNumber: true },
          ]}
        />
      </details>
    </>
  );
}

const mainMetrics: readonly Metric[] = ['fact-recall', 'passage-ndcg@10', 'ndcg@10', 'refusal-recall'];

/** The score that stands for a question. */
export const mainScoreOf = ({ scores }: RunResult): number | null =>
  mainMetrics.map((metric) => scores[metric]).find((score) => typeof score === 'number') ?? null;

function Results({ id, done }: { readonly id: string; readonly done: number }) {
  const { t } = useLanguage();
  const { share } = useFormats();
  const { evaluations } = useClient();
  const pages = usePages<RunResult>(
    // biome-ignore lint/correctness/useExhaustiveDependencies: another result asks for another reading.
    useCallback((cursor, signal) => evaluations.results(id, cursor, signal), [evaluations, id, done]),
  );
  const nameOf = usePrincipalNames((pages.rows ?? []).map(({ as }) => `user:${as}`));
  const columns: readonly Column<RunResult>[] = [
    { id: 'question', title: t('evaluations.question'), value: ({ question }) => question },
    { id: 'as', title: t('evaluations.asked'), value: ({ as }) => nameOf(`user:${as}`) },
    {
      id: 'outcome',
      title: t('evaluations.outcome'),
      value: ({ outcome, error }) =>
        error === null
          ? outcome === null
            ? null
            : (sentenceOf(t, `evaluations.outcomes.${outcome}`) ?? outcome)
          : t('evaluations.errorOf', { error }),
    },
    {
      id: 'score',
      title: t('evaluations.mainScore'),
      value: mainScoreOf,
      cell: (result) => share(mainScoreOf(result)),
      isNumber: true,
    },
    {
      id: 'answer',
      title: t('evaluations.answer'),
      value: ({ answer, ranking }) =>
        answer ??
        ranking
          .slice(0, 3)
          .map(({ document }) => document)
          .join(', '),
      cell: (result) => <AnswerCell result={result} />,
      isLong: true,
    },
  ];
  return (
    <Section title={t('evaluations.results')}>
      <PagedTable
        caption={t('evaluations.results')}
        name="evaluation-results"
        pages={pages}
        columns={columns}
        rowKey={({ ordinal }) => `${ordinal}`}
        empty={t('evaluations.noResult')}
      />
    </Section>
  );
}

/** What was answered, as text; of a search, what was found first. */
export function AnswerCell({
  result: { answer, hasChanged, ranking, leaks },
}: {
  readonly result: RunResult;
}) {
  const { t } = useLanguage();
  if (hasChanged) return <span className="muted">{t('evaluations.changed')}</span>;
  return (
    <>
      {leaks.map(({ what }) => (
        <strong key={what} className="leak">
          {t('evaluations.leaks')} : {what}{' '}
        </strong>
      ))}
      {answer ??
        ranking
          .slice(0, 3)
          .map(({ document }) => document)
          .join(', ')}
    </>
  );
}
