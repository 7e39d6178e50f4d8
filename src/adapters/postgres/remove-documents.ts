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
  const removed = await transaction
    .deleteFrom('document')
    .where('org', '=', org)
    .where('id', 'in', [...ids])
    .returning(['id', 'wanted_version'])
    .execute();
  if (removed.length === 0) return 0;
  await transaction
    .insertInto('tombstone')
    .values(removed.map((row) => ({ org, document_id: row.id, version: row.wanted_version })))
    .onConflict((conflict) =>
      conflict.columns(['org', 'document_id']).doUpdateSet({
        version: sql<number>`greatest(tombstone.version, excluded.version)`,
        removed_at: sql<Date>`now()`,
      }),
    )
    .execute();
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
