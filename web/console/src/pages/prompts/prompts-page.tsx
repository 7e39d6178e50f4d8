import { useCallback } from 'react';
import { sentenceOf } from '../../../../shared/texts/translate.ts';
import type { Prompt, PromptChoice } from '../../api/prompts.ts';
import type { PageProps } from '../../frame/pages.ts';
import { routeTo } from '../../frame/use-route.ts';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient } from '../../session/session.ts';
import { PromptPage } from './prompt-page.tsx';

/** The instructions that models are given; below it, one of them. */
export default function PromptsPage({ rest: [id] }: PageProps) {
  const { prompts } = useClient();
  const loaded = useLoaded(useCallback((signal) => prompts.list(signal), [prompts]));
  return id === undefined ? <PromptList loaded={loaded} /> : <PromptPage id={id} loaded={loaded} />;
}

export type LoadedPrompts = ReturnType<
  typeof useLoaded<{ readonly prompts: readonly Prompt[]; readonly choices: readonly PromptChoice[] }>
>;

function PromptList({ loaded }: { readonly loaded: LoadedPrompts }) {
  const { t } = useLanguage();
  const nameOf = (id: string) => sentenceOf(t, `prompts.names.${id}`) ?? id;
  const columnsFor = (choices: readonly PromptChoice[]): readonly Column<Prompt>[] => [
    {
      id: 'name',
      title: t('prompts.prompt'),
      value: ({ id }) => nameOf(id),
      cell: ({ id }) => <a href={routeTo('prompts', id)}>{nameOf(id)}</a>,
    },
    {
      id: 'versions',
      title: t('prompts.versions'),
      value: ({ versions }) => new Set(versions.map(({ version }) => version)).size,
      isNumber: true,
    },
    {
      id: 'used',
      title: t('prompts.used'),
      value: ({ id, usual }) => {
        const chosen = choices.find(({ prompt, space }) => prompt === id && space === null);
        return chosen === undefined
          ? t('prompts.usual', { version: usual })
          : t('prompts.version', { version: chosen.version });
      },
    },
  ];
  return (
    <Page title={t('prompts.title')} lead={t('prompts.lead')}>
      <Section title={t('prompts.prompts')}>
        <Resource of={loaded}>
          {({ prompts, choices }) => (
            <DataTable
              caption={t('prompts.prompts')}
              name="prompts"
              columns={columnsFor(choices)}
              rows={prompts}
              rowKey={({ id }) => id}
              empty={t('prompts.noChoice')}
            />
          )}
        </Resource>
      </Section>
    </Page>
  );
}
