import { useState } from 'react';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import type { Choice, Choices, Embedding, Provider, Warning } from '../../api/providers.ts';
import { useSpaces } from '../../api/use-spaces.ts';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Progress } from '../../interface/progress.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useAct } from '../../interface/use-act.ts';
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
  const spaces = useSpaces();
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
        <Resource of={spaces}>
          {(all) => (
            <div className="fields">
              {choiceOf(t('models.usual'), choices.usual, t('models.nobody'), able('chat'), (provider) => ({
                for: 'answers',
                space: null,
                provider,
              }))}
              {all.map(({ id, title }) =>
                choiceOf(
                  t('models.inSpace', { space: title }),
                  choices.bySpace[id] ?? null,
                  t('models.asUsual'),
                  able('chat'),
                  (provider) => ({ for: 'answers', space: id, provider }),
                ),
              )}
            </div>
          )}
        </Resource>
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
