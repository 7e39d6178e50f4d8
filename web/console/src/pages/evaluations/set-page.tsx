import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { type QuestionSet, type SetQuestion, textOfSet } from '../../api/evaluations.ts';
import { routeTo } from '../../frame/use-route.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { CheckInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient, useSession } from '../../session/session.ts';

/** One set: its questions with what a good answer holds, added and removed one by one. */
export function SetPage({ id }: { readonly id: string }) {
  const { t } = useLanguage();
  const { evaluations } = useClient();
  const loaded = useLoaded(useCallback((signal) => evaluations.set(id, signal), [evaluations, id]));
  return (
    <Page
      title={loaded.value?.title ?? id}
      tools={
        <a className="button" href={routeTo('evaluations')}>
          {t('evaluations.back')}
        </a>
      }
    >
      <Resource of={loaded}>{(set) => <Questions set={set} onChange={loaded.reload} />}</Resource>
    </Page>
  );
}

function Questions({ set, onChange }: { readonly set: QuestionSet; readonly onChange: () => void }) {
  const { t } = useLanguage();
  const { evaluations } = useClient();
  const { roles } = useSession();
  const isAdmin = roles.has('admin');
  const tell = useDone();
  const { run, problem } = useAct();
  const save = async (questions: readonly SetQuestion[], sentence: string) => {
    await evaluations.saveSet(set.id, textOfSet({ ...set, questions }));
    onChange();
    const undo = async () => {
      await evaluations.saveSet(set.id, textOfSet(set));
      onChange();
    };
    tell({ sentence, undo });
  };
  const columns: readonly Column<SetQuestion>[] = [
    { id: 'question', title: t('evaluations.question'), value: ({ question }) => question },
    { id: 'as', title: t('evaluations.asked'), value: ({ as }) => as ?? null },
    {
      id: 'expected',
      title: t('evaluations.expected'),
      value: ({ abstain, answer = [], documents = [] }) =>
        abstain === true
          ? t('evaluations.refusalExpected')
          : [
              ...answer.map((fact) => (typeof fact === 'string' ? fact : fact.join(' / '))),
              ...documents,
            ].join(' · '),
    },
  ];
  return (
    <Section title={t('evaluations.questions')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      {isAdmin ? (
        <QuestionAdder
          onAdd={(question) => save([...set.questions, question], t('evaluations.questionAdded'))}
        />
      ) : null}
      <DataTable
        caption={t('evaluations.questions')}
        name={`questions-${set.id}`}
        columns={columns}
        rows={set.questions}
        rowKey={({ id }) => id}
        empty={t('evaluations.noSet')}
        {...(isAdmin &&
          set.questions.length > 1 && {
            actions: (one: SetQuestion) => (
              <Button
                className="button quiet"
                aria-label={t('evaluations.removeQuestion', { question: one.question })}
                onPress={() =>
                  void run(() =>
                    save(
                      set.questions.filter(({ id }) => id !== one.id),
                      t('evaluations.questionRemoved'),
                    ),
                  )
                }
              >
                {t('evaluations.removeSet')}
              </Button>
            ),
          })}
      />
    </Section>
  );
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function QuestionAdder({ onAdd }: { readonly onAdd: (question: SetQuestion) => Promise<void> }) {
  const { t } = useLanguage();
  const [question, setQuestion] = useState('');
  const [isUnanswerable, setUnanswerable] = useState(false);
  const [facts, setFacts] = useState('');
  const [documents, setDocuments] = useState('');
  return (
    <details className="adder">
      <summary>{t('evaluations.addQuestion')}</summary>
      <ActForm
        submit={t('interface.save')}
        onSubmit={async () => {
          const expected = {
            ...(facts.trim() === '' ? {} : { answer: linesOf(facts) }),
            ...(documents.trim() === '' ? {} : { documents: linesOf(documents) }),
          };
          // An id of its own keeps it the same question whatever is removed before it.
          const id = crypto.randomUUID();
          await onAdd({ id, question, ...(isUnanswerable ? { abstain: true } : expected) });
          setQuestion('');
          setFacts('');
          setDocuments('');
        }}
      >
        <TextInput label={t('evaluations.question')} value={question} onChange={setQuestion} isRequired />
        <CheckInput
          label={t('evaluations.isUnanswerable')}
          value={isUnanswerable}
          onChange={setUnanswerable}
        />
        {isUnanswerable ? null : (
          <div className="fields">
            <TextInput
              label={t('evaluations.expectedFacts')}
              hint={t('evaluations.expectedFactsHint')}
              value={facts}
              onChange={setFacts}
              rows={3}
            />
            <TextInput
              label={t('evaluations.expectedDocuments')}
              hint={t('evaluations.expectedDocumentsHint')}
              value={documents}
              onChange={setDocuments}
              rows={3}
            />
          </div>
        )}
      </ActForm>
    </details>
  );
}
