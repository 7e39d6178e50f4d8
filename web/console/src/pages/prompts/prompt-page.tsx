import { useState } from 'react';
import { sentenceOf } from '../../../../shared/texts/translate.ts';
import type { Prompt, PromptVersion } from '../../api/prompts.ts';
import { routeTo } from '../../frame/use-route.ts';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useSession } from '../../session/session.ts';
import { PromptChoices } from './prompt-choices.tsx';
import { PromptPreview } from './prompt-preview.tsx';
import type { LoadedPrompts } from './prompts-page.tsx';

/** One instruction: which version is used where, two versions tried on questions, and the texts of all of them. */
export function PromptPage({ id, loaded }: { readonly id: string; readonly loaded: LoadedPrompts }) {
  const { t } = useLanguage();
  const { roles } = useSession();
  const isAdmin = roles.has('admin');
  return (
    <Page
      title={sentenceOf(t, `prompts.names.${id}`) ?? id}
      tools={
        <a className="button" href={routeTo('prompts')}>
          {t('prompts.prompts')}
        </a>
      }
    >
      <Resource of={loaded}>
        {({ prompts, choices }) => {
          const prompt = prompts.find((one) => one.id === id);
          if (prompt === undefined) return <p className="empty">{t('frame.missingWhat')}</p>;
          const versions = versionsOf(prompt);
          return (
            <>
              {versions.length < 2 ? <p className="muted">{t('prompts.noChoice')}</p> : null}
              {versions.length < 2 || !isAdmin ? null : (
                <>
                  <PromptChoices
                    prompt={prompt}
                    versions={versions}
                    choices={choices.filter((choice) => choice.prompt === id)}
                    onChange={loaded.reload}
                  />
                  {id === 'answer-question' ? <PromptPreview versions={versions} /> : null}
                </>
              )}
              <Texts prompt={prompt} />
            </>
          );
        }}
      </Resource>
    </Page>
  );
}

const versionsOf = ({ versions }: Prompt): readonly number[] => [
  ...new Set(versions.map(({ version }) => version)),
];

function Texts({ prompt }: { readonly prompt: Prompt }) {
  const { t, language } = useLanguage();
  const [shown, setShown] = useState(language);
  return (
    <Section title={t('prompts.text')} lead={t('prompts.textLead')}>
      <div className="filters">
        <ChoiceInput
          label={t('prompts.language')}
          value={shown}
          onChange={setShown}
          options={(['fr', 'en'] as const).map((id) => ({ id, text: t(`prompts.languages.${id}`) }))}
        />
      </div>
      {prompt.versions
        .filter((version) => version.language === shown)
        .map((version) => (
          <VersionText key={version.version} version={version} />
        ))}
    </Section>
  );
}

function VersionText({ version }: { readonly version: PromptVersion }) {
  const { t } = useLanguage();
  const { temperature, maxTokens, about, system, user, language } = version;
  const name = t('prompts.version', { version: version.version });
  return (
    <details className="adder">
      <summary>{about === null ? name : `${name} – ${about}`}</summary>
      <p className="muted">{t('prompts.settings', { temperature, tokens: maxTokens })}</p>
      {(
        [
          ['system', system],
          ['user', user],
        ] as const
      ).map(([part, text]) => (
        <section key={part} aria-label={`${name}, ${t(`prompts.${part}`)}`}>
          <h3>{t(`prompts.${part}`)}</h3>
          <p className="prompt-text" lang={language}>
            {text}
          </p>
        </section>
      ))}
    </details>
  );
}
