import { sql } from 'kysely';
import { contentHash } from '../../core/audit/audit-hash.ts';
import type { Transaction } from './database.ts';

/**
 * Adds an audit record: who (`null`: the operator), what, and ids, codes and numbers of it, never a word. It says the person's
 * pseudonym. The database gives it its place in the chain when the transaction ends: see the migration `0016-audit-chain`.
 */
export async function recordAudit(
  transaction: Transaction,
  org: string,
  user: string | null,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const record = { org, ...(await moment(transaction, org, user)), action, details };
  await transaction
    .insertInto('audit')
    .values({ ...record, details: JSON.stringify(details), content_hash: contentHash(record) })
    .execute();
}

/** What stands for a person where they must not be named; it is gone when they are. */
export async function pseudonymOf(
  transaction: Transaction,
  org: string,
  user: string,
): Promise<string | null> {
  const person = await transaction
    .selectFrom('app_user')
    .select('pseudonym')
    .where('org', '=', org)
    .where('id', '=', user)
    .executeTakeFirst();
  return person?.pseudonym ?? null;
}

/** Who acts, and when: one clock for all processes, to the millisecond as the hash knows it. */
async function moment(
  transaction: Transaction,
  org: string,
  user: string | null,
): Promise<{ readonly at: Date; readonly actor: string | null }> {
  const { rows } = await sql<{ at: Date; actor: string | null }>`
    select date_trunc('milliseconds', clock_timestamp()) as at,
           (select p.pseudonym::text from app_user p where p.org = ${org} and p.id = ${user}) as actor`.execute(
    transaction,
  );
  return rows[0] ?? { at: new Date(), actor: null };
}
