import { type RawBuilder, sql } from 'kysely';
import type { Lane } from '../../ports/document-store.ts';
import type { Transaction } from './database.ts';
import { enqueue } from './outbox.ts';

/**
 * Asks for documents without text to be fetched or read as a new version, so that all work for the one before is refused. `which`
 * is a condition on the document (alias `d`). Gives their ids.
 */
export async function beginAgain(
  transaction: Transaction,
  org: string,
  which: RawBuilder<boolean>,
  lane: Lane,
): Promise<string[]> {
  const begun = await transaction
    .updateTable('document as d')
    .set({
      wanted_version: sql<number>`wanted_version + 1`,
      state: 'queued',
      reason: null,
      tries: 0,
      queued_at: new Date(),
      changed_at: new Date(),
    })
    .where('d.org', '=', org)
    .where(which)
    .returning(['id', 'wanted_version as version', 'awaits_bytes'])
    .execute();
  await enqueue(
    transaction,
    begun.map(({ id, version, awaits_bytes }) => ({
      name: awaits_bytes ? 'document.fetch' : 'document.ingest',
      payload: { org, id, version, lane },
    })),
  );
  return begun.map(({ id }) => id);
}
