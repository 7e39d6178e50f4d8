import { useCallback, useState } from 'react';
import { goTo } from '../../frame/use-route.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { ChoiceInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';

/** Asks a few questions of a set with two versions, and leads to their comparison, which fills as answers come. */
export function PromptPreview({ versions }: { readonly versions: readonly number[] }) {
  const { t } = useLanguage();
  const { evaluations } = useClient();
  const sets = useLoaded(useCallback((signal) => evaluations.sets(signal), [evaluations]));
  const [set, setSet] = useState('');
  const [howMany, setHowMany] = useState('3');
  const [one, setOne] = useState(`${versions[0] ?? ''}`);
  const [other, setOther] = useState(`${versions[1] ?? ''}`);
  const versionChoice = (label: string, value: string, onChange: (version: string) => void) => (
    <ChoiceInput
      label={label}
      value={value}
      onChange={onChange}
      options={versions.map((version) => ({ id: `${version}`, text: t('prompts.version', { version }) }))}
    />
  );
  return (
    <Section title={t('prompts.preview')} lead={t('prompts.previewLead')}>
      <Resource of={sets}>
        {(found) =>
          found.length === 0 ? (
            <p className="empty">{t('prompts.noSet')}</p>
          ) : (
            <ActForm
              submit={t('prompts.previewAct')}
              isReady={one !== other}
              onSubmit={async () => {
                const [before, after] = await evaluations.launch({
                  set: set === '' ? (found[0]?.id ?? '') : set,
                  as: '',
                  endpoint: 'ask',
                  questions: Number(howMany),
                  variants: [one, other].map((version) => ({
                    provider: null,
                    promptVersion: Number(version),
                  })),
                });
                if (before && after) goTo('evaluations', 'compare', before.id, after.id);
              }}
            >
              <div className="fields">
                <ChoiceInput
                  label={t('prompts.set')}
                  value={set === '' ? (found[0]?.id ?? '') : set}
                  onChange={setSet}
                  options={found.map(({ id, title }) => ({ id, text: title }))}
                />
                <TextInput
                  label={t('prompts.howMany')}
                  type="number"
                  value={howMany}
                  onChange={setHowMany}
                  isRequired
                />
                {versionChoice(t('prompts.one'), one, setOne)}
                {versionChoice(t('prompts.other'), other, setOther)}
              </div>
            </ActForm>
          )
        }
      </Resource>
    </Section>
  );
}
