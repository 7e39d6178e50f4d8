import { sql } from 'kysely';
import type { Database } from '../../../src/adapters/postgres/database.ts';
import { recordAudit } from '../../../src/adapters/postgres/record-audit.ts';
import type { AuditRecord, AuditRepository } from '../../../src/ports/audit-repository.ts';

/** Adds one record in a transaction of its own. */
export function addRecord(
  database: Database,
  org: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return database
    .transaction()
    .execute((transaction) => recordAudit(transaction, org, 'alice', 'test', details));
}

/** Every record, the oldest first. */
export function recordsOf(audit: AuditRepository, org: string): Promise<readonly AuditRecord[]> {
  return audit.list(org, { order: 'oldest', limit: 1_000_000 });
}

/** Does to the table what its triggers refuse, as who owns the database can. */
export async function withoutGuards(database: Database, act: () => Promise<unknown>): Promise<void> {
  await sql`alter table audit disable trigger user`.execute(database);
  try {
    await act();
  } finally {
    await sql`alter table audit enable trigger user`.execute(database);
  }
}
