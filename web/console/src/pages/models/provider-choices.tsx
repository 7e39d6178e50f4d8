import { useState } from 'react';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { Choice, Choices, Embedding, Provider, Warning } from '../../api/providers.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Progress } from '../../interface/progress.tsx';
import { useDone } from '../../interface/undo.tsx';
import { SpaceInput } from '../../names/named-inputs.tsx';
import { usePrincipalNames } from '../../names/use-names.ts';
import { useClient } from '../../session/session.ts';
import { WarningList } from './warning-list.tsx';

/** Who answers in the organisation and in its spaces, who makes vectors, who reranks. Each choice holds at once. */
export function ProviderChoices({
  providers,
  choices,
  embedding,
  onChange,
}: {
  readonly providers: readonly Provider[];
  readonly choices: Choices;
  readonly embedding: Embedding;
  readonly onChange: () => void;
}) {
  const { t } = useLanguage();
  const client = useClient();
  const tell = useDone();
  const nameOfSpace = usePrincipalNames(Object.keys(choices.bySpace).map((id) => `space:${id}`));
  const { run, problem } = useAct();
  const [warnings, setWarnings] = useState<readonly Warning[]>([]);

  const choose = (choice: Choice, before: string | null) =>
    run(async () => {
      setWarnings((await client.providers.choose(choice)).warnings);
      onChange();
      const undo = async () => {
        await client.providers.choose({ ...choice, provider: before });
        setWarnings([]);
        onChange();
      };
      tell({ sentence: t('models.chosen'), undo });
    });
  const choiceOf = (
    label: string,
    chosen: string | null,
    without: string,
    among: readonly Provider[],
    choice: (provider: string | null) => Choice,
  ) => (
    <ChoiceInput
      key={label}
      label={label}
      value={chosen ?? ''}
      onChange={(id) => void choose(choice(id === '' ? null : id), chosen)}
      options={[{ id: '', text: without }, ...among.map(({ id, name }) => ({ id, text: name }))]}
    />
  );
  const able = (use: keyof Provider['models']) => providers.filter(({ models }) => models[use] !== undefined);
  const nameOf = (id: string | null) =>
    providers.find((provider) => provider.id === id)?.name ?? t('models.installation');
  const { serving, building } = embedding;

  return (
    <>
      <Section title={t('models.choices')} lead={t('models.choicesLead')}>
        {problem === null ? null : <ProblemText problem={problem} />}
        <WarningList warnings={warnings} />
        <div className="fields">
          {choiceOf(t('models.usual'), choices.usual, t('models.nobody'), able('chat'), (provider) => ({
            for: 'answers',
            space: null,
            provider,
          }))}
          {Object.entries(choices.bySpace).map(([space, chosen]) =>
            choiceOf(
              t('models.inSpace', { space: nameOfSpace(`space:${space}`) }),
              chosen,
              t('models.asUsual'),
              able('chat'),
              (provider) => ({ for: 'answers', space, provider }),
            ),
          )}
        </div>
        <SpaceFields
          able={able('chat')}
          onChoose={(space, provider) =>
            choose({ for: 'answers', space, provider }, choices.bySpace[space] ?? null)
          }
        />
      </Section>
      <Section title={t('models.engines')} lead={t('models.enginesLead')}>
        <div className="fields">
          {(['embeddings', 'reranking'] as const).map((engine) =>
            choiceOf(
              t(`models.${engine}`),
              choices[engine]?.provider ?? null,
              t('models.installation'),
              able(engine === 'embeddings' ? 'embeddings' : 'rerank'),
              (provider) => ({ for: engine, provider }),
            ),
          )}
        </div>
        {serving === null ? null : (
          <p className="muted">
            {t('models.serving', {
              provider: nameOf(serving.provider),
              done: serving.done,
              total: serving.total,
            })}
          </p>
        )}
        {building === null ? null : (
          <Progress
            label={t('models.building', { provider: nameOf(building.provider) })}
            done={building.done}
            total={building.total}
          />
        )}
      </Section>
    </>
  );
}

/** Has another provider answer in one more space: there may be hundreds, and few have one of their own. */
function SpaceFields({
  able,
  onChoose,
}: {
  readonly able: readonly Provider[];
  readonly onChoose: (space: string, provider: string) => Promise<void>;
}) {
  const { t } = useLanguage();
  const [space, setSpace] = useState('');
  const [provider, setProvider] = useState('');
  const chosen = able.some(({ id }) => id === provider) ? provider : (able[0]?.id ?? '');
  if (able.length === 0) return null;
  return (
    <details className="adder">
      <summary>{t('models.chooseForSpace')}</summary>
      <ActForm
        submit={t('models.choose')}
        onSubmit={async () => {
          await onChoose(space, chosen);
          setSpace('');
        }}
      >
        <div className="fields">
          <SpaceInput label={t('interface.space')} value={space} onChange={setSpace} isRequired />
          <ChoiceInput
            label={t('models.answersThere')}
            value={chosen}
            onChange={setProvider}
            options={able.map(({ id, name }) => ({ id, text: name }))}
          />
        </div>
      </ActForm>
    </details>
  );
}
