import { sql } from 'kysely';
import { childrenOf } from './children.ts';
import type { Database, Transaction } from './database.ts';
import { enqueue } from './outbox.ts';

/** Removes documents with their attachments and text, leaves a tombstone for each, and asks the index to forget them. */
export function removeDocuments(db: Database, org: string, ids: readonly string[]): Promise<number> {
  return db.transaction().execute((transaction) => removeRows(transaction, org, ids));
}

/** The same within a transaction. Gives how many went, attachments included. */
export async function removeRows(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<number> {
  if (ids.length === 0) return 0;
  // Ids travel as one array: a folder that lost tens of thousands of files has more than a statement's parameters.
  const { rows: removed } = await sql<{ id: string }>`
    with gone as (
      delete from document where org = ${org} and id = any(${[...ids]}::uuid[]) returning id, wanted_version)
    insert into tombstone as known (org, document_id, version)
      select ${org}, id, wanted_version from gone
      on conflict (org, document_id) do update
        set version = greatest(known.version, excluded.version), removed_at = now()
      returning document_id as id`.execute(transaction);
  if (removed.length === 0) return 0;
  await forgetAnswers(
    transaction,
    org,
    removed.map((row) => row.id),
  );
  await enqueue(
    transaction,
    removed.map((row) => ({ name: 'document.unindex', payload: { org, id: row.id } })),
  );
  // Asked only now: from here on nobody can attach anything to what was removed.
  const attached = await childrenOf(
    transaction,
    org,
    removed.map((row) => row.id),
  );
  return removed.length + (await removeRows(transaction, org, attached));
}

/**
 * Answers that relied on what was removed keep its words no longer (R70); the questions stay. They are locked in one order, so that two
 * removals whose answers share sources do not wait for each other.
 */
export async function forgetAnswers(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<void> {
  await sql`
    with resting as materialized (
      select id from message
       where org = ${org} and id in (
         select message_id from message_source where org = ${org} and document_id = any(${[...ids]}::uuid[]))
       order by id for update)
    update message set text = '', answer = null
      from resting where message.org = ${org} and message.id = resting.id
  `.execute(transaction);
  await sql`
    update message_source set source = '{}'::jsonb where org = ${org} and document_id = any(${[...ids]}::uuid[])
  `.execute(transaction);
}
