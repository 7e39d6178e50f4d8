import { sql } from 'kysely';
import { uuidFrom } from '../../core/document-id.ts';
import type { SubmittedDocument } from '../../ports/document-store.ts';
import type { Transaction } from './database.ts';
import { followSwitch } from './follow-switch.ts';
import { enqueue } from './outbox.ts';
import { newRow, submitIn } from './submit-document.ts';

/** Rows of one insert: PostgreSQL takes at most 65,535 parameters in a statement. */
const rowsPerInsert = 1_000;

/**
 * Records what a source says of documents of one organisation, none of them an attachment. New ones are written together: a
 * first listing brings hundreds at once.
 */
export async function submitManyIn(
  transaction: Transaction,
  documents: readonly SubmittedDocument[],
): Promise<void> {
  const [first] = documents;
  if (!first) return;
  const { org } = first;
  const byId = new Map(
    documents.map((document) => [uuidFrom(org, document.source, document.externalId), document]),
  );
  const added = await addNew(transaction, org, byId);
  for (const [id, document] of byId) if (!added.has(id)) await submitIn(transaction, document);
}

/** Writes those that are not there yet. Gives their ids. */
async function addNew(
  transaction: Transaction,
  org: string,
  byId: ReadonlyMap<string, SubmittedDocument>,
): Promise<ReadonlySet<string>> {
  const { rows: known } = await sql<{ id: string }>`
    select id from document d where d.org = ${org} and d.id = any(${[...byId.keys()]}::uuid[])`.execute(
    transaction,
  );
  const there = new Set(known.map(({ id }) => id));
  const unknown = [...byId].filter(([id]) => !there.has(id));
  if (unknown.length === 0) return new Set();
  // Versions go on where a removed document stopped.
  const { rows: tombstones } = await sql<{ id: string; version: number }>`
    delete from tombstone t where t.org = ${org} and t.document_id = any(${unknown.map(([id]) => id)}::uuid[])
      returning document_id as id, version`.execute(transaction);
  const stopped = new Map(tombstones.map(({ id, version }) => [id, version]));
  const rows = unknown.map(([id, document]) => newRow(document, id, (stopped.get(id) ?? 0) + 1));
  const added = new Map<string, number>();
  for (let from = 0; from < rows.length; from += rowsPerInsert) {
    const inserted = await transaction
      .insertInto('document')
      .values(rows.slice(from, from + rowsPerInsert))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['id', 'wanted_version as version'])
      .execute();
    for (const { id, version } of inserted) added.set(id, version);
  }
  const { excluded } = await followSwitch(transaction, org, [...added.keys()]);
  const left = new Set(excluded);
  await enqueue(
    transaction,
    [...added].flatMap(([id, version]) => {
      const document = byId.get(id);
      if (!document || document.endToEndEncrypted || left.has(id)) return [];
      const name = document.awaitsBytes ? ('document.fetch' as const) : ('document.ingest' as const);
      return [{ name, payload: { org, id, version, lane: document.lane } }];
    }),
  );
  return new Set(added.keys());
}
