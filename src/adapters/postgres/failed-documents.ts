import { type RawBuilder, sql } from 'kysely';
import type { ReasonCode } from '../../core/reasons.ts';
import type {
  FailedDocument,
  FailedDocuments,
  KeptDocument,
  UnreadCount,
  WhichFailed,
} from '../../ports/failed-documents.ts';
import { beginAgain } from './begin-again.ts';
import type { Database } from './database.ts';
import { readableClass } from './readable.ts';
import { recordAudit } from './record-audit.ts';

/** Nobody is called so, and somebody unknown may read nothing. */
const nobody = '';

type Row = Omit<FailedDocument, 'name'> & { readonly title: string | null; readonly path: string | null };

/** What was given up, in PostgreSQL. States stand in the statements as words: they choose the partial index. */
export function createFailedDocuments(db: Database): FailedDocuments {
  return {
    list: async (org, { limit, after, ...which }, reader) => {
      const mayRead = sql`d.access_class in (select id from readable_class)`;
      const { rows } = await sql<Row>`
        with recursive ${readableClass(org, reader?.user ?? nobody)}
        select d.id, d.space, d.wanted_version as version, d.reason, d.changed_at as "failedAt",
               case when ${mayRead} then d.title end as title, case when ${mayRead} then d.path end as path
          from document d where d.org = ${org} and d.state = 'failed' and ${among(which)}
           ${after ? sql`and (d.changed_at, d.id) < (${after.failedAt}, ${after.id}::uuid)` : sql``}
         order by d.changed_at desc, d.id desc limit ${limit}`.execute(db);
      return rows.map(({ title, path, ...row }) => ({
        ...row,
        name: title === null || path === null ? null : { title, path },
      }));
    },

    listKept: async (org, { reason, space, limit }) => {
      const { rows } = await sql<KeptDocument>`
        select d.id, d.space, d.rebuild_reason as reason from document d
         where d.org = ${org} and d.rebuild_reason is not null and d.state in ('searchable-words', 'searchable')
           and ${equals('rebuild_reason', reason)} and ${equals('space', space)}
         order by 3, 1 limit ${limit}`.execute(db);
      return rows;
    },

    count: async (org, space) => {
      const { rows } = await sql<UnreadCount>`
        select d.state, d.reason, count(*) as documents from document d
         where d.org = ${org} and d.state in ('failed', 'skipped') and ${among({ space })}
         group by 1, 2 order by 3 desc, 1, 2`.execute(db);
      return rows;
    },

    retry: (org, which, by) =>
      db.transaction().execute(async (transaction) => {
        const ids = await beginAgain(
          transaction,
          org,
          sql<boolean>`d.state = 'failed' and ${among(which)}`,
          'ids' in which ? 'interactive' : 'bulk',
        );
        const asked = 'ids' in which ? { documentIds: ids } : which;
        if (ids.length > 0)
          await recordAudit(transaction, org, by, 'documents-retried', { ...asked, documents: ids.length });
        return ids.length;
      }),
  };
}

/** SQL condition on a document (alias `d`). */
function among(which: WhichFailed): RawBuilder<boolean> {
  if ('ids' in which) return sql<boolean>`d.id = any(${[...which.ids]}::uuid[])`;
  const { reason, space } = which;
  return sql<boolean>`${equals('reason', reason)} and ${equals('space', space)}`;
}

const equals = (
  column: 'reason' | 'rebuild_reason' | 'space',
  value: ReasonCode | string | undefined,
): RawBuilder<boolean> =>
  value === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(`d.${column}`)} = ${value}`;
