import { sql } from 'kysely';
import { AppError } from '../../../core/errors.ts';
import { documentSourceOf } from '../../../core/workplace/source.ts';
import type { SealedSecret } from '../../../ports/secret-box.ts';
import type { SourceProgress, SourceRepository } from '../../../ports/source-repository.ts';
import type { Database, Transaction } from '../database.ts';
import { recordAudit } from '../record-audit.ts';
import { removeRows } from '../remove-documents.ts';

const columns = [
  'source.org',
  'source.id',
  'title',
  'tenant',
  'is_directory as isDirectory',
  'mode',
  'export_url as exportUrl',
  'content_origins as contentOrigins',
  'receipts_url as receiptsUrl',
  'late_check_url as lateCheckUrl',
  'enabled',
] as const;

const unheard: SourceProgress = {
  heardAt: null,
  maxSequence: 0,
  announcedSequence: 0,
  applied: 0,
  duplicates: 0,
  stale: 0,
  rejected: 0,
};

/** Sources in PostgreSQL. */
export function createSourceRepository(db: Database): SourceRepository {
  return {
    list: async (org) => {
      const rows = await db
        .selectFrom('source')
        .select(columns)
        .where('org', '=', org)
        .orderBy('id')
        .execute();
      const progress = await db
        .selectFrom('source_progress')
        .select([
          'source',
          'heard_at as heardAt',
          'max_sequence as maxSequence',
          'announced_sequence as announcedSequence',
          'applied',
          'duplicates',
          'stale',
          'rejected',
        ])
        .where('org', '=', org)
        .execute();
      const bySource = new Map(progress.map(({ source, ...heard }) => [source, heard]));
      return rows.map((row) => ({ ...row, progress: bySource.get(row.id) ?? unheard }));
    },

    listAll: () =>
      db
        .selectFrom('source')
        .select(columns)
        .where('org', 'is not', null)
        .orderBy('org')
        .orderBy('id')
        .execute(),

    find: async (org, id) =>
      (await db
        .selectFrom('source')
        .select(columns)
        .where('org', '=', org)
        .where('id', '=', id)
        .executeTakeFirst()) ?? null,

    save: (source, { exportToken, by }) =>
      db
        .transaction()
        .execute(async (transaction) => {
          const { org, id } = source;
          const row = {
            title: source.title,
            tenant: source.tenant,
            is_directory: source.isDirectory,
            mode: source.mode,
            export_url: source.exportUrl,
            content_origins: [...source.contentOrigins],
            receipts_url: source.receiptsUrl,
            late_check_url: source.lateCheckUrl,
            enabled: source.enabled,
            ...(exportToken !== 'keep' && { export_token: exportToken && Buffer.from(exportToken) }),
          };
          // In the order in which it is removed: the source before what hangs on it.
          await lockSource(transaction, org, id);
          // Another address was not asked yet whether it wants receipts.
          await sql`
            update source_progress p set receipts_ended_at = null, receipts_next_at = null, receipt_attempts = 0
              from source s where p.org = ${org} and p.source = ${id} and s.org = ${org} and s.id = ${id}
               and s.receipts_url is distinct from ${source.receiptsUrl}`.execute(transaction);
          await transaction
            .insertInto('source')
            .values({ org, id, export_token: null, ...row })
            .onConflict((conflict) => conflict.columns(['org', 'id']).doUpdateSet(row))
            .execute();
          await transaction
            .insertInto('source_progress')
            .values({ org, source: id })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
          await recordAudit(transaction, org, by, 'source-saved', {
            source: id,
            directory: source.isDirectory,
            mode: source.mode,
            enabled: source.enabled,
          });
        })
        .catch((cause: unknown) => {
          const { constraint } = cause as { readonly constraint?: string };
          throw constraint === 'source_directory'
            ? new AppError('CONFLICT', {
                cause,
                explanation: {
                  fr: 'Une autre source de cette organisation décrit déjà les personnes et les espaces.',
                  en: 'directory: another source of this organisation is',
                },
              })
            : cause;
        }),

    remove: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('source')
          .where('org', '=', org)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (!removed) return null;
        await transaction.deleteFrom('receipt').where('org', '=', org).where('source', '=', id).execute();
        const { rows } = await sql<{ id: string }>`
          select d.id from document d
           where d.org = ${org} and d.source = ${documentSourceOf(id)} and d.parent_id is null`.execute(
          transaction,
        );
        const { documents } = await removeRows(
          transaction,
          org,
          rows.map((row) => row.id),
        );
        await recordAudit(transaction, org, by, 'source-removed', { source: id, documents });
        return documents;
      }),

    findExportToken: async (org, id) => {
      const row = await db
        .selectFrom('source')
        .select('export_token')
        .where('org', '=', org)
        .where('id', '=', id)
        .executeTakeFirst();
      return row?.export_token ? bytes(row.export_token) : null;
    },

    listSecrets: async (org, source) => {
      const rows = await db
        .selectFrom('source_secret')
        .select(['id', 'sealed', 'created_at as createdAt'])
        .where('org', '=', org)
        .where('source', '=', source)
        .orderBy('created_at')
        .execute();
      return rows.map((row) => ({ ...row, sealed: bytes(row.sealed) }));
    },

    addSecret: (org, source, { id, sealed }, { keep }) =>
      db.transaction().execute(async (transaction) => {
        if (!(await lockSource(transaction, org, source))) return false;
        // The clock within the lock: a transaction that began earlier may have its turn later.
        await sql`
          insert into source_secret (org, source, id, sealed, created_at)
            values (${org}, ${source}, ${id}, ${Buffer.from(sealed)}, clock_timestamp())`.execute(
          transaction,
        );
        await sql`
          delete from source_secret where org = ${org} and source = ${source} and id not in (
            select id from source_secret where org = ${org} and source = ${source}
             order by created_at desc limit ${keep})`.execute(transaction);
        return true;
      }),
  };
}

/** Has others wait who change or remove a source; `false`: there is none. */
async function lockSource(transaction: Transaction, org: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from source where org = ${org} and id = ${id} for no key update`.execute(transaction);
  return rows.length > 0;
}

const bytes = (stored: Buffer): SealedSecret => new Uint8Array(stored);
