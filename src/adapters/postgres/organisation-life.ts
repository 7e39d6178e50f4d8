import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { OrganisationLife } from '../../ports/organisation-life.ts';
import type { Database, Transaction } from './database.ts';
import { heldBy } from './held.ts';
import { tenantTables } from './schema.ts';

type TenantTable = (typeof tenantTables)[number];

/** Before what they hang on, so that no statement takes more than its share with it. */
const first: readonly TenantTable[] = [
  // The key to its files, so that these are lost from here on, wherever they are.
  'data_key',
  'message_source',
  'feedback_comment',
  'feedback',
  'message',
  'conversation',
  'alias_mention',
  'suggestion',
  'section',
  'chunk',
  'document_version',
  'document',
  'provider_secret',
  'provider_choice',
  'engine_choice',
  'provider_test',
  'budget_use',
];
/** After all that hangs on them. */
const last: readonly TenantTable[] = ['app_user', 'access_class', 'space'];

/** The end of organisations in PostgreSQL. */
export function createOrganisationLife(db: Database): OrganisationLife {
  return {
    remove: async (org) => {
      await db.transaction().execute((transaction) => lockOut(transaction, org));
      const others = tenantTables.filter((table) => !first.includes(table) && !last.includes(table));
      const rows: Record<string, number> = {};
      for (const table of [...first, ...others, ...last]) {
        const count = await deleteAll(db, org, table);
        if (count > 0) rows[table] = count;
      }
      await db.transaction().execute((transaction) => deleteOrganisation(transaction, org));
      return rows;
    },

    recordRemoval: async ({ organisation, endedAt, ...receipt }) => {
      await db
        .insertInto('organisation_removal')
        .values({ organisation, removed_at: endedAt, receipt: JSON.stringify({ ...receipt, endedAt }) })
        .execute();
    },

    createdAt: async (org) => {
      const found = await db
        .selectFrom('organisation')
        .select('created_at as createdAt')
        .where('id', '=', org)
        .executeTakeFirst();
      return found?.createdAt ?? null;
    },

    listRemovals: () =>
      db
        .selectFrom('organisation_removal')
        .select(['organisation', 'removed_at as at'])
        .orderBy('removed_at')
        .execute(),
  };
}

/** Nobody of it is let in from here on, so nothing is asked or added meanwhile. */
async function lockOut(transaction: Transaction, org: string): Promise<void> {
  const found = await transaction
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', org)
    .forUpdate()
    .executeTakeFirst();
  if (!found) throw new AppError('ORGANISATION_UNKNOWN', { detail: `organisation: ${org}` });
  const hold = await transaction
    .selectFrom('legal_hold')
    .select('id')
    .where('org', '=', org)
    .where('released_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (hold) throw heldBy(hold.id);
  await sql`
    update app_user u set disabled_at = now(), is_owner = false, is_admin = false, is_auditor = false
     where u.org = ${org}`.execute(transaction);
  // Nobody signs in, no program speaks and nothing is delivered any more.
  for (const table of ['session', 'user_identity', 'service_key', 'source'] as const)
    await transaction.deleteFrom(table).where('org', '=', org).execute();
  await sql`delete from outbox o where o.org = ${org}`.execute(transaction);
}

async function deleteAll(db: Database, org: string, table: TenantTable): Promise<number> {
  for (let deleted = 0; ; ) {
    const count = await db.transaction().execute((transaction) => deleteSome(transaction, org, table));
    deleted += count;
    if (count < tunables.lifecycle.rowsRemoved) return deleted;
  }
}

async function deleteSome(transaction: Transaction, org: string, table: TenantTable): Promise<number> {
  if (table === 'audit') await allowAuditDeletion(transaction);
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where org = ${org} and ctid = any(array(
      select ctid from ${sql.table(table)} where org = ${org} limit ${tunables.lifecycle.rowsRemoved}))`.execute(
    transaction,
  );
  return Number(numAffectedRows ?? 0);
}

/** The row itself, and what came meanwhile; from here on nothing more can. */
async function deleteOrganisation(transaction: Transaction, org: string): Promise<void> {
  await allowAuditDeletion(transaction);
  await sql`delete from organisation where id = ${org}`.execute(transaction);
  // These hang on nothing: removed documents are counted as they go.
  for (const table of ['document_count', 'audit'] as const)
    await transaction.deleteFrom(table).where('org', '=', org).execute();
}

/** The database lets records of the audit go in this transaction alone. */
async function allowAuditDeletion(transaction: Transaction): Promise<void> {
  await sql`select set_config('sourcier.audit_retention', 'on', true)`.execute(transaction);
}
