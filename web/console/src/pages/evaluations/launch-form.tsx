import { useCallback, useState } from 'react';
import type { Endpoint, ListedSet } from '../../api/evaluations.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { CheckInput, ChoiceInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useDone } from '../../interface/undo.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { GroupInput, PersonInput } from '../../names/named-inputs.tsx';
import { useClient } from '../../session/session.ts';

type Option<Id> = { readonly id: Id; readonly text: string };

/** In whose name it may be asked; the members of a group ask in turn. */
const askings = ['self', 'user', 'group'] as const;
type Asking = (typeof askings)[number];

/** What is asked, in whose name, by which models with which instruction: a run for each pair of these two. */
export function LaunchForm({
  sets,
  onLaunched,
}: {
  readonly sets: readonly ListedSet[];
  readonly onLaunched: () => void;
}) {
  const { t } = useLanguage();
  const { evaluations, providers, prompts } = useClient();
  const tell = useDone();
  const choices = useLoaded(
    useCallback(
      async (signal) => {
        const [models, instructions] = await Promise.all([providers.list(signal), prompts.list(signal)]);
        return { models: models.providers, instructions: instructions.prompts };
      },
      [providers, prompts],
    ),
  );
  const [set, setSet] = useState(sets[0]?.id ?? '');
  const [asking, setAsking] = useState<Asking>('self');
  const [askingId, setAskingId] = useState('');
  const [endpoint, setEndpoint] = useState<Endpoint>('ask');
  const [howMany, setHowMany] = useState('');
  const [askedProviders, setProviders] = useState<readonly (string | null)[]>([null]);
  const [versions, setVersions] = useState<readonly (number | null)[]>([null]);
  const chosenSet = sets.some(({ id }) => id === set) ? set : (sets[0]?.id ?? '');

  const answering = choices.value?.instructions.find(({ id }) => id === 'answer-question');
  const shipped = [...new Set(answering?.versions.map(({ version }) => version) ?? [])];
  const providerOptions: readonly Option<string | null>[] = [
    { id: null, text: t('evaluations.usualProvider') },
    ...(choices.value?.models ?? [])
      .filter(({ enabled, models }) => enabled && models.chat !== undefined)
      .map(({ id, name }) => ({ id, text: name })),
  ];
  const versionOptions: readonly Option<number | null>[] = [
    { id: null, text: t('evaluations.usualVersion') },
    ...shipped.map((version) => ({ id: version, text: t('evaluations.version', { version }) })),
  ];
  return (
    <details className="adder">
      <summary>{t('evaluations.launch')}</summary>
      {sets.length === 0 ? (
        <p className="empty">{t('evaluations.noSetToLaunch')}</p>
      ) : (
        <ActForm
          submit={t('evaluations.launchAct')}
          isReady={endpoint === 'search' || (askedProviders.length > 0 && versions.length > 0)}
          onSubmit={async () => {
            const variants = askedProviders.flatMap((provider) =>
              versions.map((promptVersion) => ({ provider, promptVersion })),
            );
            const launched = await evaluations.launch({
              set: chosenSet,
              as: asking === 'self' ? '' : `${asking}:${askingId}`,
              endpoint,
              questions: howMany === '' ? null : Number(howMany),
              variants: endpoint === 'ask' ? variants : [{ provider: null, promptVersion: null }],
            });
            onLaunched();
            // It has results at once: to take it back would destroy them, which the list asks about.
            tell({ sentence: t('evaluations.launched', { count: launched.length }) });
          }}
        >
          <div className="fields">
            <ChoiceInput
              label={t('evaluations.set')}
              value={chosenSet}
              onChange={setSet}
              options={sets.map(({ id, title }) => ({ id, text: title }))}
            />
            <ChoiceInput
              label={t('evaluations.endpoint')}
              value={endpoint}
              onChange={setEndpoint}
              options={(['ask', 'search'] as const).map((id) => ({
                id,
                text: t(`evaluations.endpoints.${id}`),
              }))}
            />
            <ChoiceInput
              label={t('evaluations.as')}
              value={asking}
              onChange={(chosen) => {
                setAsking(chosen);
                setAskingId('');
              }}
              options={askings.map((id) => ({ id, text: t(`evaluations.askings.${id}`) }))}
            />
            {asking === 'user' ? (
              <PersonInput
                label={t('evaluations.person')}
                value={askingId}
                onChange={setAskingId}
                isRequired
              />
            ) : null}
            {asking === 'group' ? (
              <GroupInput
                label={t('evaluations.group')}
                hint={t('evaluations.groupHint')}
                value={askingId}
                onChange={setAskingId}
                isRequired
              />
            ) : null}
            <TextInput
              label={t('evaluations.howMany')}
              hint={t('evaluations.howManyHint')}
              type="number"
              value={howMany}
              onChange={setHowMany}
            />
          </div>
          {endpoint === 'ask' ? <p className="muted">{t('evaluations.countsOnBudgets')}</p> : null}
          {endpoint === 'ask' ? (
            <div className="fields">
              <Several
                label={t('evaluations.providers')}
                options={providerOptions}
                chosen={askedProviders}
                onChange={setProviders}
              />
              <Several
                label={t('evaluations.versions')}
                options={versionOptions}
                chosen={versions}
                onChange={setVersions}
              />
            </div>
          ) : null}
        </ActForm>
      )}
    </details>
  );
}

function Several<Id extends string | number | null>({
  label,
  options,
  chosen,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly Option<Id>[];
  readonly chosen: readonly Id[];
  readonly onChange: (chosen: readonly Id[]) => void;
}) {
  return (
    <fieldset className="choices">
      <legend>{label}</legend>
      {options.map(({ id, text }) => (
        <CheckInput
          key={`${id}`}
          label={text}
          value={chosen.includes(id)}
          onChange={(isChosen) =>
            onChange(isChosen ? [...chosen, id] : chosen.filter((other) => other !== id))
          }
        />
      ))}
    </fieldset>
  );
}
