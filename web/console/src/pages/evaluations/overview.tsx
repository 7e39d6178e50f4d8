import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { type ListedSet, type Run, textOfSet } from '../../api/evaluations.ts';
import { goTo, routeTo } from '../../frame/use-route.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient, useSession } from '../../session/session.ts';
import { LaunchForm } from './launch-form.tsx';
import { RunTable } from './run-table.tsx';
import { SetAdder } from './set-adder.tsx';
import { lookMs, useRunWords } from './use-run-words.ts';

/** Everything about evaluation at a glance: what is asked, what was launched, and how two runs differ. */
export function Overview() {
  const { t } = useLanguage();
  const { evaluations } = useClient();
  const { roles } = useSession();
  const isAdmin = roles.has('admin');
  const sets = useLoaded(useCallback((signal) => evaluations.sets(signal), [evaluations]));
  const [everyMs, setEveryMs] = useState<number | null>(null);
  const runs = useLoaded(
    useCallback((signal) => evaluations.runs(signal), [evaluations]),
    everyMs,
  );
  const goesOn = runs.value?.some(({ state }) => state === 'running') ?? false;
  useEffect(() => setEveryMs(goesOn ? lookMs : null), [goesOn]);
  return (
    <Page title={t('evaluations.title')} lead={t('evaluations.lead')}>
      <Section title={t('evaluations.runs')}>
        {isAdmin && sets.value !== null ? <LaunchForm sets={sets.value} onLaunched={runs.reload} /> : null}
        <Resource of={{ ...runs, isLoading: runs.isLoading && runs.value === null }}>
          {(found) => <RunTable runs={found} isAdmin={isAdmin} onChange={runs.reload} />}
        </Resource>
      </Section>
      <Section title={t('evaluations.compare')}>
        <Resource of={{ ...runs, problem: null, isLoading: false }}>
          {(found) => <CompareForm runs={found.filter(({ done }) => done > 0)} />}
        </Resource>
      </Section>
      <Section title={t('evaluations.sets')} lead={t('evaluations.setsLead')}>
        {isAdmin ? <SetAdder onSaved={sets.reload} /> : null}
        <Resource of={sets}>
          {(found) => <SetTable sets={found} isAdmin={isAdmin} onChange={sets.reload} />}
        </Resource>
      </Section>
    </Page>
  );
}

function CompareForm({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useLanguage();
  const { nameOf, providerOf, promptOf } = useRunWords();
  const [chosen, setChosen] = useState<{ readonly before?: string; readonly after?: string }>({});
  const [latest, earlier] = runs;
  if (latest === undefined || earlier === undefined)
    return <p className="empty">{t('evaluations.compareNeeds')}</p>;
  const { before = earlier.id, after = latest.id } = chosen;
  const options = runs.map((run) => ({
    id: run.id,
    text: `${nameOf(run)} – ${providerOf(run)}, ${promptOf(run)}`,
  }));
  return (
    <ActForm
      submit={t('evaluations.compareAct')}
      onSubmit={async () => goTo('evaluations', 'compare', before, after)}
      isReady={before !== after}
    >
      <div className="fields">
        {(['before', 'after'] as const).map((side) => (
          <ChoiceInput
            key={side}
            label={t(`evaluations.${side}`)}
            value={side === 'before' ? before : after}
            onChange={(id) => setChosen({ ...chosen, [side]: id })}
            options={options}
          />
        ))}
      </div>
    </ActForm>
  );
}

function SetTable({
  sets,
  isAdmin,
  onChange,
}: {
  readonly sets: readonly ListedSet[];
  readonly isAdmin: boolean;
  readonly onChange: () => void;
}) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { evaluations } = useClient();
  const tell = useDone();
  const { run, problem } = useAct();
  const columns: readonly Column<ListedSet>[] = [
    {
      id: 'title',
      title: t('evaluations.set'),
      value: ({ title }) => title,
      cell: ({ id, title }) => <a href={routeTo('evaluations', 'set', id)}>{title}</a>,
    },
    {
      id: 'questions',
      title: t('evaluations.questions'),
      value: ({ questions }) => questions,
      isNumber: true,
    },
    {
      id: 'unanswerable',
      title: t('evaluations.unanswerable'),
      value: ({ unanswerable }) => unanswerable,
      isNumber: true,
    },
    {
      id: 'savedAt',
      title: t('evaluations.savedAt'),
      value: ({ savedAt }) => savedAt,
      cell: ({ savedAt }) => time(savedAt),
    },
  ];
  const remove = ({ id, title }: ListedSet) =>
    run(async () => {
      const before = await evaluations.set(id);
      await evaluations.removeSet(id);
      onChange();
      const undo = async () => {
        await evaluations.saveSet(id, textOfSet(before));
        onChange();
      };
      tell({ sentence: t('evaluations.setRemoved', { set: title }), undo });
    });
  return (
    <>
      {problem === null ? null : <ProblemText problem={problem} />}
      <DataTable
        caption={t('evaluations.sets')}
        name="question-sets"
        columns={columns}
        rows={sets}
        rowKey={({ id }) => id}
        empty={t('evaluations.noSet')}
        {...(isAdmin && {
          actions: (set: ListedSet) => (
            <Button
              className="button quiet"
              aria-label={t('evaluations.removeSetOf', { set: set.title })}
              onPress={() => void remove(set)}
            >
              {t('evaluations.removeSet')}
            </Button>
          ),
        })}
      />
    </>
  );
}
