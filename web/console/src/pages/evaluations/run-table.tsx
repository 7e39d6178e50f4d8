import { Button } from 'react-aria-components';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { sentenceOf } from '../../../../shared/texts/translate.ts';
import type { Run } from '../../api/evaluations.ts';
import { routeTo } from '../../frame/use-route.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Progress } from '../../interface/progress.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useClient } from '../../session/session.ts';
import { useAskers, useRunWords } from './use-run-words.ts';

const tones = { running: 'busy', done: 'good', stopped: 'bad', cancelled: 'plain' } as const;

/** Runs with how far each has come; they can be cancelled, gone on with and deleted. */
export function RunTable({
  runs,
  isAdmin,
  onChange,
}: {
  readonly runs: readonly Run[];
  readonly isAdmin: boolean;
  readonly onChange: () => void;
}) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { nameOf, providerOf, promptOf } = useRunWords();
  const askerOf = useAskers(runs);
  const { evaluations } = useClient();
  const tell = useDone();
  const { run: act, problem } = useAct();

  const change = async (id: string, action: 'cancel' | 'resume') => {
    await evaluations.changeRun(id, action);
    onChange();
    const undo = async () => {
      await evaluations.changeRun(id, action === 'cancel' ? 'resume' : 'cancel');
      onChange();
    };
    tell({ sentence: t(action === 'cancel' ? 'evaluations.cancelled' : 'evaluations.resumed'), undo });
  };
  const columns: readonly Column<Run>[] = [
    {
      id: 'title',
      title: t('evaluations.run'),
      value: ({ title }) => title,
      cell: ({ id, title }) => <a href={routeTo('evaluations', 'run', id)}>{title}</a>,
    },
    {
      id: 'endpoint',
      title: t('evaluations.endpoint'),
      value: ({ endpoint }) => t(`evaluations.endpoints.${endpoint}`),
    },
    { id: 'as', title: t('evaluations.as'), value: askerOf },
    { id: 'provider', title: t('evaluations.provider'), value: providerOf },
    { id: 'prompt', title: t('evaluations.prompt'), value: promptOf },
    {
      id: 'state',
      title: t('evaluations.state'),
      value: ({ state }) => t(`evaluations.states.${state}`),
      cell: (run) => <RunState run={run} />,
    },
    {
      id: 'progress',
      title: t('evaluations.progress'),
      value: ({ done }) => done,
      cell: (run) => (
        <Progress
          label={t('evaluations.progressOf', { run: nameOf(run) })}
          done={run.done}
          total={run.questions}
          isCompact
        />
      ),
    },
    {
      id: 'startedAt',
      title: t('evaluations.startedAt'),
      value: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => time(startedAt),
    },
  ];
  const actions = (run: Run) => {
    const labelOf = (action: string) => t('evaluations.actionOf', { action, run: nameOf(run) });
    const verb = run.state === 'running' ? 'cancel' : run.state === 'done' ? null : 'resume';
    return (
      <>
        {verb === null ? null : (
          <Button
            className="button quiet"
            aria-label={labelOf(t(`evaluations.${verb}`))}
            onPress={() => void act(() => change(run.id, verb))}
          >
            {t(`evaluations.${verb}`)}
          </Button>
        )}
        <ConfirmButton
          text={t('evaluations.remove')}
          label={labelOf(t('evaluations.remove'))}
          question={t('evaluations.removeAsk')}
          consequence={t('evaluations.removeWhat')}
          onConfirm={async () => {
            await evaluations.removeRun(run.id);
            onChange();
            tell({ sentence: t('evaluations.removed') });
          }}
        />
      </>
    );
  };
  return (
    <>
      {problem === null ? null : <ProblemText problem={problem} />}
      <DataTable
        caption={t('evaluations.runs')}
        name="evaluations"
        columns={columns}
        rows={runs}
        rowKey={({ id }) => id}
        empty={t('evaluations.noRun')}
        {...(isAdmin && { actions })}
      />
    </>
  );
}

export function RunState({ run: { state, trouble } }: { readonly run: Run }) {
  const { t } = useLanguage();
  return (
    <>
      <Badge tone={tones[state]}>{t(`evaluations.states.${state}`)}</Badge>
      {trouble === null ? null : (
        <p className="muted">{sentenceOf(t, `evaluations.troubles.${trouble}`) ?? trouble}</p>
      )}
    </>
  );
}
