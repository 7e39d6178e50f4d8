import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { ItemState, SecurityItem } from '../../api/quality.ts';
import { routeTo } from '../../frame/use-route.ts';
import { Badge } from '../../interface/badge.tsx';
import type { Column } from '../../interface/data-table.tsx';
import { ChoiceInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { PagedTable } from '../../interface/paged-table.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { usePages } from '../../interface/use-pages.ts';
import { useClient, useSession } from '../../session/session.ts';

/** « Je ne devrais pas voir ça »: what people say they should not have seen. Auditors read it, administrators close it. */
export default function ReportsPage() {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { quality } = useClient();
  const { roles } = useSession();
  const tell = useDone();
  const { run, problem } = useAct();
  const [state, setState] = useState<ItemState | ''>('open');
  const [note, setNote] = useState('');
  const pages = usePages<SecurityItem>(
    useCallback((cursor, signal) => quality.securityItems(state, cursor, signal), [quality, state]),
  );
  const change = async ({ id }: SecurityItem, to: ItemState, words = '') => {
    await quality.changeSecurityItem(id, { state: to, ...(words.trim() === '' ? {} : { note: words }) });
    pages.reload();
  };
  const close = async (item: SecurityItem) => {
    await change(item, 'closed', note);
    setNote('');
    tell({ sentence: t('reports.closed'), undo: () => change(item, 'open') });
  };
  const reopen = (item: SecurityItem) =>
    run(async () => {
      await change(item, 'open');
      tell({ sentence: t('reports.reopened'), undo: () => change(item, 'closed') });
    });
  const columns: readonly Column<SecurityItem>[] = [
    {
      id: 'openedAt',
      title: t('reports.columns.openedAt'),
      value: ({ openedAt }) => openedAt,
      cell: ({ openedAt }) => time(openedAt),
    },
    {
      id: 'state',
      title: t('reports.state'),
      value: (item) => t(`reports.states.${item.state}`),
      cell: (item) => (
        <Badge tone={item.state === 'open' ? 'bad' : 'plain'}>{t(`reports.states.${item.state}`)}</Badge>
      ),
    },
    {
      id: 'user',
      title: t('reports.columns.user'),
      value: ({ user }) => user ?? t('reports.nobody'),
    },
    {
      id: 'documents',
      title: t('reports.columns.documents'),
      value: ({ documents }) =>
        documentsOf(documents)
          .map(({ documentId }) => documentId)
          .join(' '),
      cell: ({ documents, user }) => (
        <ul>
          {documentsOf(documents).map(({ documentId, isCited }) => (
            <li key={documentId}>
              {user !== null && roles.has('admin') ? (
                <a className="code id" href={routeTo('access', user, documentId)}>
                  {documentId}
                </a>
              ) : (
                <span className="code id">{documentId}</span>
              )}{' '}
              {isCited ? <Badge tone="busy">{t('reports.cited')}</Badge> : null}
            </li>
          ))}
        </ul>
      ),
    },
    {
      id: 'message',
      title: t('reports.columns.message'),
      value: ({ messageId }) => messageId,
      cell: ({ messageId }) => <span className="code">{messageId}</span>,
    },
    { id: 'note', title: t('reports.columns.note'), value: (item) => item.note },
  ];
  return (
    <Page title={t('reports.title')} lead={t('reports.lead')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      <Section title={t('reports.items')}>
        <div className="filters">
          <ChoiceInput
            label={t('reports.state')}
            value={state}
            onChange={setState}
            options={(['open', 'closed', ''] as const).map((id) => ({
              id,
              text: t(`reports.filters.${id}`),
            }))}
          />
        </div>
        <PagedTable
          caption={t('reports.items')}
          name="security-items"
          pages={pages}
          columns={columns}
          rowKey={({ id }) => id}
          empty={t('reports.noItem')}
          {...(roles.has('admin') && {
            actions: (item: SecurityItem) =>
              item.state === 'open' ? (
                <ConfirmButton
                  text={t('reports.close')}
                  label={t('reports.closeOf', { at: time(item.openedAt) })}
                  question={t('reports.closeAsk')}
                  consequence={t('reports.closeWhat')}
                  tone="plain"
                  onConfirm={() => close(item)}
                >
                  <TextInput
                    label={t('reports.note')}
                    value={note}
                    onChange={setNote}
                    rows={3}
                    maxLength={1000}
                  />
                </ConfirmButton>
              ) : (
                <Button
                  className="button quiet"
                  aria-label={t('reports.reopenOf', { at: time(item.openedAt) })}
                  onPress={() => void reopen(item)}
                >
                  {t('reports.reopen')}
                </Button>
              ),
          })}
        />
      </Section>
    </Page>
  );
}

/** Each document once, whichever of its passages were offered. */
function documentsOf(offered: SecurityItem['documents']) {
  return [...Map.groupBy(offered, ({ documentId }) => documentId)].map(([documentId, passages]) => ({
    documentId,
    isCited: passages.some(({ cited }) => cited),
  }));
}
