import { useCallback, useState } from 'react';
import type { AuditAsked, AuditRecord } from '../../api/compliance.ts';
import type { Column } from '../../interface/data-table.tsx';
import { TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { PagedTable } from '../../interface/paged-table.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { usePages } from '../../interface/use-pages.ts';
import { useClient } from '../../session/session.ts';
import { AuditExport } from './audit-export.tsx';
import { Verification } from './verification.tsx';

/** A moment of the person's clock as it was typed, in UTC; empty while it is none. */
function momentOf(typed: string): string {
  return typed === '' ? '' : new Date(typed).toISOString();
}

/** The audit: searched, verified, exported. */
export default function AuditPage() {
  const { t } = useLanguage();
  const { compliance } = useClient();
  const [action, setAction] = useState('');
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const load = useCallback(
    (cursor: string | null, signal?: AbortSignal, page?: { readonly limit: number }) => {
      const asked: AuditAsked = { action: action.trim(), since: momentOf(since), until: momentOf(until) };
      return compliance.audit(asked, cursor, signal, page);
    },
    [compliance, action, since, until],
  );
  const pages = usePages<AuditRecord>(load);
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      <Section title={t('audit.verification')} lead={t('audit.verificationLead')}>
        <Verification />
      </Section>
      <Section
        title={t('audit.records')}
        tools={<AuditExport load={(cursor) => load(cursor, undefined, { limit: 200 })} />}
      >
        <div className="filters">
          <TextInput
            label={t('audit.action')}
            hint={t('audit.actionHint')}
            value={action}
            onChange={setAction}
          />
          <TextInput label={t('audit.since')} type="datetime-local" value={since} onChange={setSince} />
          <TextInput label={t('audit.until')} type="datetime-local" value={until} onChange={setUntil} />
        </div>
        <RecordTable pages={pages} />
      </Section>
    </Page>
  );
}

function RecordTable({ pages }: { readonly pages: ReturnType<typeof usePages<AuditRecord>> }) {
  const { t } = useLanguage();
  const { time } = useFormats();
  const columns: readonly Column<AuditRecord>[] = [
    { id: 'sequence', title: t('audit.sequence'), value: ({ sequence }) => sequence, isNumber: true },
    { id: 'at', title: t('audit.at'), value: ({ at }) => at, cell: ({ at }) => time(at) },
    { id: 'action', title: t('audit.action'), value: ({ action }) => action },
    {
      id: 'actor',
      title: t('audit.actor'),
      value: ({ actor }) => actor ?? t('audit.operator'),
      cell: ({ actor }) =>
        actor === null ? (
          <span className="muted">{t('audit.operator')}</span>
        ) : (
          <span className="code id">{actor}</span>
        ),
    },
    {
      id: 'details',
      title: t('audit.details'),
      value: ({ details }) => JSON.stringify(details),
      cell: ({ details, hash }) => (
        <details>
          <summary>{Object.keys(details).join(', ') || t('audit.hash')}</summary>
          <pre className="code">{JSON.stringify(details, null, 2)}</pre>
          <p className="code muted">
            {t('audit.hash')} {hash}
          </p>
        </details>
      ),
    },
  ];
  return (
    <PagedTable
      caption={t('audit.records')}
      name="audit"
      pages={pages}
      columns={columns}
      rowKey={({ sequence }) => `${sequence}`}
      empty={t('audit.none')}
    />
  );
}
