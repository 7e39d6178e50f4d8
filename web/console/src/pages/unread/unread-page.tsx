import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { FailedDocument, UnreadCount } from '../../api/unread.ts';
import { spaceTitle, useSpaces } from '../../api/use-spaces.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { ChoiceInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { PagedTable } from '../../interface/paged-table.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useDone } from '../../interface/undo.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { usePages } from '../../interface/use-pages.ts';
import { SpaceChoice } from '../../names/space-choice.tsx';
import { useClient } from '../../session/session.ts';

/** Documents without text: how many for each reason, and those that failed, to be tried again. */
export default function UnreadPage() {
  const { t } = useLanguage();
  const { unread } = useClient();
  const tell = useDone();
  const spaces = useSpaces();
  const { run, problem } = useAct();
  const [space, setSpace] = useState('');
  const [reason, setReason] = useState('');
  const counts = useLoaded(useCallback((signal) => unread.counts(signal), [unread]));
  const failed = usePages<FailedDocument>(
    useCallback(
      (cursor, signal) => unread.failed({ reason, space }, cursor, signal),
      [unread, reason, space],
    ),
  );
  const retry = (which: Parameters<typeof unread.retry>[0]) =>
    run(async () => {
      const retried = await unread.retry(which);
      counts.reload();
      failed.reload();
      tell({ sentence: t('unread.retried', { count: retried }) });
    });
  const reasons = (counts.value ?? []).filter(({ state }) => state === 'failed').map((count) => count.reason);

  return (
    <Page title={t('unread.title')} lead={t('unread.lead')}>
      {problem === null ? null : <ProblemText problem={problem} />}
      <Section title={t('unread.counts')}>
        <Resource of={counts}>
          {(found) => <CountTable counts={found} onRetry={(code) => void retry({ reason: code })} />}
        </Resource>
      </Section>
      <Section title={t('unread.failed')} lead={t('unread.failedLead')}>
        <div className="filters">
          <SpaceChoice value={space} onChange={setSpace} />
          <ChoiceInput
            label={t('unread.reason')}
            value={reason}
            onChange={setReason}
            options={[
              { id: '', text: t('unread.allReasons') },
              ...reasons.map(({ code, text }) => ({ id: code, text })),
            ]}
          />
        </div>
        <FailureTable
          pages={failed}
          spaceOf={({ space: id }) => spaceTitle(spaces.value, id)}
          onRetry={({ id }) => void retry({ documents: [id] })}
        />
      </Section>
    </Page>
  );
}

function CountTable({
  counts,
  onRetry,
}: {
  readonly counts: readonly UnreadCount[];
  readonly onRetry: (code: string) => void;
}) {
  const { t } = useLanguage();
  const columns: readonly Column<UnreadCount>[] = [
    { id: 'reason', title: t('unread.reason'), value: ({ reason }) => reason.text },
    {
      id: 'kind',
      title: t('unread.kind'),
      value: ({ state }) => t(`unread.kinds.${state}`),
      cell: ({ state }) => (
        <Badge tone={state === 'failed' ? 'bad' : 'plain'}>{t(`unread.kinds.${state}`)}</Badge>
      ),
    },
    { id: 'documents', title: t('unread.documents'), value: ({ documents }) => documents, isNumber: true },
  ];
  return (
    <DataTable
      caption={t('unread.counts')}
      name="unread-by-reason"
      columns={columns}
      rows={counts}
      rowKey={({ state, reason }) => `${state} ${reason.code}`}
      empty={t('unread.noCount')}
      actions={({ state, reason }) =>
        state === 'failed' ? (
          <Button
            className="button quiet"
            aria-label={t('unread.retryAllOf', { reason: reason.text })}
            onPress={() => onRetry(reason.code)}
          >
            {t('unread.retryAll')}
          </Button>
        ) : null
      }
    />
  );
}

function FailureTable({
  pages,
  spaceOf,
  onRetry,
}: {
  readonly pages: ReturnType<typeof usePages<FailedDocument>>;
  readonly spaceOf: (document: FailedDocument) => string;
  readonly onRetry: (document: FailedDocument) => void;
}) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const nameOf = ({ title }: FailedDocument) => title ?? t('unread.hidden');
  const columns: readonly Column<FailedDocument>[] = [
    {
      id: 'document',
      title: t('unread.document'),
      value: nameOf,
      cell: (document) => (
        <>
          {nameOf(document)} <span className="code muted under">{document.path ?? document.id}</span>
        </>
      ),
    },
    { id: 'space', title: t('unread.space'), value: spaceOf },
    { id: 'reason', title: t('unread.reason'), value: ({ reason }) => reason.text },
    {
      id: 'failedAt',
      title: t('unread.failedAt'),
      value: ({ failedAt }) => failedAt,
      cell: ({ failedAt }) => time(failedAt),
    },
  ];
  return (
    <PagedTable
      caption={t('unread.failed')}
      name="failed-documents"
      pages={pages}
      columns={columns}
      rowKey={({ id }) => id}
      empty={t('unread.noFailure')}
      actions={(document) => (
        <Button
          className="button quiet"
          aria-label={t('unread.retryOf', { document: document.title ?? document.id })}
          onPress={() => onRetry(document)}
        >
          {t('unread.retry')}
        </Button>
      )}
    />
  );
}
