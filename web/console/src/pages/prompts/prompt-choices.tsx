import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { Prompt, PromptChoice } from '../../api/prompts.ts';
import { spaceTitle, useSpaces } from '../../api/use-spaces.ts';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useClient } from '../../session/session.ts';

/** Which version the organisation and its spaces use. Each choice holds at once, and can be taken back. */
export function PromptChoices({
  prompt,
  versions,
  choices,
  onChange,
}: {
  readonly prompt: Prompt;
  readonly versions: readonly number[];
  readonly choices: readonly PromptChoice[];
  readonly onChange: () => void;
}) {
  const { t } = useLanguage();
  const { prompts } = useClient();
  const tell = useDone();
  const spaces = useSpaces();
  const { run, problem } = useAct();
  const chosenIn = (space: string | null) => choices.find((one) => one.space === space)?.version ?? null;

  const choose = (space: string | null, version: number | null) =>
    run(async () => {
      const before = chosenIn(space);
      await prompts.choose({ space, prompt: prompt.id, version });
      onChange();
      const undo = async () => {
        await prompts.choose({ space, prompt: prompt.id, version: before });
        onChange();
      };
      tell({ sentence: t('prompts.chosen'), undo });
    });
  const choiceFor = (space: string | null, label: string, without: string) => (
    <ChoiceInput
      key={space ?? ''}
      label={label}
      value={`${chosenIn(space) ?? ''}`}
      onChange={(version) => void choose(space, version === '' ? null : Number(version))}
      options={[
        { id: '', text: without },
        ...versions.map((version) => ({ id: `${version}`, text: t('prompts.version', { version }) })),
      ]}
    />
  );
  const bySpace = choices.flatMap(({ space }) => (space === null ? [] : space));
  const others = (spaces.value ?? []).filter(({ id }) => !bySpace.includes(id));
  return (
    <Section title={t('prompts.choose')} lead={t('prompts.chooseLead')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      <div className="fields">
        {choiceFor(null, t('prompts.organisation'), t('prompts.usualChoice', { version: prompt.usual }))}
        {bySpace.map((space) =>
          choiceFor(
            space,
            t('prompts.inSpace', { space: spaceTitle(spaces.value, space) }),
            t('prompts.organisationChoice'),
          ),
        )}
      </div>
      {others.length === 0 ? null : (
        <details className="adder">
          <summary>{t('prompts.addSpace')}</summary>
          <div className="fields">
            {others.map(({ id, title }) =>
              choiceFor(id, t('prompts.inSpace', { space: title }), t('prompts.organisationChoice')),
            )}
          </div>
        </details>
      )}
    </Section>
  );
}
