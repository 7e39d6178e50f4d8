import { Button } from 'react-aria-components';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { sentenceOf } from '../../../../shared/texts/translate.ts';
import type { Backfill } from '../../api/sources.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Progress } from '../../interface/progress.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useClient } from '../../session/session.ts';

const tones = { running: 'busy', paused: 'plain', failed: 'bad', cancelled: 'plain', done: 'good' } as const;

/** Pulls with how far each has come; they can be paused, resumed and cancelled. */
export function Backfills({
  backfills,
  titleOf,
  onChange,
}: {
  readonly backfills: readonly Backfill[];
  readonly titleOf: (source: string) => string;
  readonly onChange: () => void;
}) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { sources } = useClient();
  const tell = useDone();
  const { run, problem } = useAct();

  const change = async ({ id, source }: Backfill, action: 'pause' | 'resume' | 'cancel') => {
    const { state } = await sources.changeBackfill(id, action);
    onChange();
    tell({
      sentence: t('sources.changedTo', { source: titleOf(source), state: t(`sources.states.${state}`) }),
    });
  };
  const columns: readonly Column<Backfill>[] = [
    { id: 'source', title: t('sources.columns.name'), value: ({ source }) => titleOf(source) },
    {
      id: 'state',
      title: t('sources.columns.state'),
      value: ({ state }) => t(`sources.states.${state}`),
      cell: (backfill) => <BackfillState backfill={backfill} />,
    },
    {
      id: 'progress',
      title: t('sources.progress'),
      value: ({ listed }) => listed,
      cell: (backfill) => <BackfillProgress backfill={backfill} source={titleOf(backfill.source)} />,
    },
    { id: 'changed', title: t('sources.changed'), value: ({ changed }) => changed, isNumber: true },
    { id: 'removed', title: t('sources.removed'), value: ({ removed }) => removed, isNumber: true },
    {
      id: 'unreadable',
      title: t('sources.unreadable'),
      value: ({ unreadable }) => unreadable,
      isNumber: true,
    },
    {
      id: 'started',
      title: t('sources.started'),
      value: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => time(startedAt),
    },
  ];
  return (
    <>
      {problem === null ? null : <ProblemText problem={problem} />}
      <DataTable
        caption={t('sources.backfills')}
        name="pulls"
        columns={columns}
        rows={backfills}
        rowKey={({ id }) => id}
        empty={t('sources.noBackfill')}
        actions={(backfill) => {
          const labelOf = (action: 'pause' | 'resume' | 'cancel') =>
            t('sources.actionOf', { action: t(`sources.${action}`), source: titleOf(backfill.source) });
          const { state } = backfill;
          const next = state === 'running' ? 'pause' : 'resume';
          return state === 'done' || state === 'cancelled' ? null : (
            <>
              <Button
                className="button quiet"
                aria-label={labelOf(next)}
                onPress={() => void run(() => change(backfill, next))}
              >
                {t(`sources.${next}`)}
              </Button>
              <ConfirmButton
                text={t('sources.cancel')}
                label={labelOf('cancel')}
                question={t('sources.cancelAsk')}
                consequence={t('sources.cancelWhat')}
                onConfirm={() => change(backfill, 'cancel')}
              />
            </>
          );
        }}
      />
    </>
  );
}

function BackfillState({ backfill: { state, trouble, problems } }: { readonly backfill: Backfill }) {
  const { t } = useLanguage();
  return (
    <>
      <Badge tone={tones[state]}>{t(`sources.states.${state}`)}</Badge>
      {trouble === null ? null : (
        <p className="muted">
          {sentenceOf(t, `sources.troubles.${trouble}`) ?? t('sources.troubles.other', { code: trouble })}
        </p>
      )}
      {problems.map((one) => (
        <p key={one} className="muted code">
          {one}
        </p>
      ))}
    </>
  );
}

function BackfillProgress({ backfill, source }: { readonly backfill: Backfill; readonly source: string }) {
  const { t } = useLanguage();
  const { phase, listed, expected, remainingSeconds, state } = backfill;
  return (
    <>
      <Progress
        label={t('sources.progressOf', { source, phase: t(`sources.phases.${phase}`) })}
        done={listed}
        total={state === 'done' ? listed : expected}
        isCompact
      />
      {remainingSeconds === null ? null : (
        <p className="muted">{t('sources.left', { minutes: Math.ceil(remainingSeconds / 60) })}</p>
      )}
    </>
  );
}
