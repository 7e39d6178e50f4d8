import type { Transaction } from './database.ts';

/** Adds an audit record: who (`null`: the operator), what, and ids, codes and numbers of it, never a word. */
export async function recordAudit(
  transaction: Transaction,
  org: string,
  user: string | null,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  await transaction
    .insertInto('audit')
    .values({ org, user_id: user, action, details: JSON.stringify(details) })
    .execute();
}
