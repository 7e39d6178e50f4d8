import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { type Alias, type AliasStatus, aliasStatuses } from '../../api/documents.ts';
import { ActForm } from '../../interface/act-form.tsx';
import type { Column } from '../../interface/data-table.tsx';
import { ChoiceInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { PagedTable } from '../../interface/paged-table.tsx';
import { useDone } from '../../interface/undo.tsx';
import { usePages } from '../../interface/use-pages.ts';
import { useClient } from '../../session/session.ts';

type Verb = 'remove' | 'hide' | 'show';
const told = { remove: 'removed', hide: 'hidden', show: 'shown' } as const;

/** What acronyms stand for: found, added, hidden. Each act can be taken back. */
export default function AliasesPage() {
  const { t } = useLanguage();
  const { documents } = useClient();
  const tell = useDone();
  const { run, problem } = useAct();
  const [q, setQ] = useState('');
  const [status, setStatus] = useState<AliasStatus | ''>('');
  const pages = usePages<Alias>(
    useCallback((cursor, signal) => documents.aliases({ q, status }, cursor, signal), [documents, q, status]),
  );
  const verbs: Readonly<Record<Verb, (alias: Alias) => Promise<unknown>>> = {
    remove: ({ id }) => documents.removeAlias(id),
    hide: ({ id }) => documents.hideAlias(id),
    show: ({ id }) => documents.showAlias(id),
  };
  const opposites: Readonly<Record<Verb, (alias: Alias) => Promise<unknown>>> = {
    remove: ({ acronym, expansion }) => documents.addAlias({ acronym, expansion }),
    hide: verbs.show,
    show: verbs.hide,
  };
  const act = (verb: Verb, alias: Alias) =>
    run(async () => {
      await verbs[verb](alias);
      pages.reload();
      const undo = async () => {
        await opposites[verb](alias);
        pages.reload();
      };
      tell({ sentence: t(`aliases.${told[verb]}`, { acronym: alias.acronym }), undo });
    });
  const verbFor = (alias: Alias): Verb =>
    alias.status === 'hidden' ? 'show' : alias.status === 'added' ? 'remove' : 'hide';
  const columns: readonly Column<Alias>[] = [
    { id: 'acronym', title: t('aliases.acronym'), value: ({ acronym }) => acronym },
    { id: 'expansion', title: t('aliases.expansion'), value: ({ expansion }) => expansion },
    { id: 'status', title: t('aliases.status'), value: (alias) => t(`aliases.statuses.${alias.status}`) },
    { id: 'documents', title: t('aliases.documents'), value: (alias) => alias.documents, isNumber: true },
  ];
  return (
    <Page title={t('aliases.title')} lead={t('aliases.lead')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      <Section title={t('aliases.aliases')}>
        <AliasAdder
          onAdd={async (entered) => {
            const alias = await documents.addAlias(entered);
            pages.reload();
            const undo = async () => {
              await documents.removeAlias(alias.id);
              pages.reload();
            };
            tell({ sentence: t('aliases.added', { acronym: alias.acronym }), undo });
          }}
        />
        <div className="filters">
          <TextInput label={t('aliases.search')} hint={t('aliases.searchHint')} value={q} onChange={setQ} />
          <ChoiceInput
            label={t('aliases.status')}
            value={status}
            onChange={setStatus}
            options={[
              { id: '', text: t('aliases.allStatuses') },
              ...aliasStatuses.map((id) => ({ id, text: t(`aliases.statuses.${id}`) })),
            ]}
          />
        </div>
        <PagedTable
          caption={t('aliases.aliases')}
          name="acronyms"
          pages={pages}
          columns={columns}
          rowKey={({ id }) => id}
          empty={t('aliases.none')}
          actions={(alias) => {
            const verb = verbFor(alias);
            const action = t(`aliases.${verb}`);
            return (
              <Button
                className="button quiet"
                aria-label={t('aliases.actionOf', { action, acronym: alias.acronym })}
                onPress={() => void act(verb, alias)}
              >
                {action}
              </Button>
            );
          }}
        />
      </Section>
    </Page>
  );
}

function AliasAdder({
  onAdd,
}: {
  readonly onAdd: (entered: { readonly acronym: string; readonly expansion: string }) => Promise<void>;
}) {
  const { t } = useLanguage();
  const [acronym, setAcronym] = useState('');
  const [expansion, setExpansion] = useState('');
  return (
    <details className="adder">
      <summary>{t('aliases.add')}</summary>
      <ActForm
        submit={t('interface.save')}
        onSubmit={async () => {
          await onAdd({ acronym, expansion });
          setAcronym('');
          setExpansion('');
        }}
      >
        <div className="fields">
          <TextInput label={t('aliases.acronym')} value={acronym} onChange={setAcronym} isRequired />
          <TextInput label={t('aliases.expansion')} value={expansion} onChange={setExpansion} isRequired />
        </div>
      </ActForm>
    </details>
  );
}
