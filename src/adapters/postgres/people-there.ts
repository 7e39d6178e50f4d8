import { sql } from 'kysely';
import type { Transaction } from './database.ts';

/** Those of these people who are there. They then stay, and are not erased, until all is kept. */
export async function peopleThere(
  transaction: Transaction,
  org: string,
  users: readonly string[],
): Promise<ReadonlySet<string>> {
  const people = await transaction
    .selectFrom('app_user')
    .select('id')
    .where('org', '=', org)
    .where('id', '=', sql<string>`any(${[...users]}::text[])`)
    .orderBy('id')
    .forKeyShare()
    .execute();
  return new Set(people.map(({ id }) => id));
}
