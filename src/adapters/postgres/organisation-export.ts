import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { OrganisationExport } from '../../ports/organisation-export.ts';
import type { Database, Transaction } from './database.ts';
import { recordAudit } from './record-audit.ts';
import { tenantTables } from './schema.ts';

type TenantTable = (typeof tenantTables)[number];

/** Sealed keys; vectors, counts and jobs, which are made anew; and the audit, which has an export of its own. */
const leftOut: ReadonlySet<TenantTable> = new Set([
  'provider_secret',
  'data_key',
  'embedding',
  'document_count',
  'outbox',
  'inbox',
  'budget_reservation',
  'audit',
]);

/** The export of an organisation from PostgreSQL. */
export function createOrganisationExport(db: Database): OrganisationExport {
  return {
    read: async (org, take) => {
      await db.transaction().execute(async (transaction) => {
        const found = await transaction
          .selectFrom('organisation')
          .select('id')
          .where('id', '=', org)
          .executeTakeFirst();
        if (!found) throw new AppError('ORGANISATION_UNKNOWN', { detail: `organisation: ${org}` });
        await recordAudit(transaction, org, null, 'organisation-exported', {});
      });
      // One moment for all tables.
      await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (transaction) => {
          for (const name of tenantTables)
            if (!leftOut.has(name)) await take({ name, pages: readTable(transaction, org, name) });
        });
    },
  };
}

/** By their place in the table, which no row leaves within the transaction. */
async function* readTable(
  transaction: Transaction,
  org: string,
  table: TenantTable,
): AsyncGenerator<readonly unknown[], void> {
  for (let last = '(0,0)'; ; ) {
    const { rows } = await sql<{ place: string; row: unknown }>`
      select t.ctid::text as place, to_jsonb(t) as row from ${sql.table(table)} t
       where t.org = ${org} and t.ctid > ${last}::tid order by t.ctid limit ${tunables.lifecycle.pageRows}`.execute(
      transaction,
    );
    const end = rows.at(-1);
    if (!end) return;
    yield rows.map(({ row }) => row);
    last = end.place;
  }
}
