import { sql } from 'kysely';
import type { DocumentState } from '../../core/document.ts';
import { uuidFrom } from '../../core/document-id.ts';
import { isPlacedAt } from '../../core/ingest/is-placed-at.ts';
import type { Placement, SubmittedDocument } from '../../ports/document-store.ts';
import type { Transaction } from './database.ts';
import { followSwitch } from './follow-switch.ts';
import { inParts } from './in-parts.ts';
import { enqueue } from './outbox.ts';
import { type Description, describe, isDescribedAs } from './rename-documents.ts';
import { hasSameBytes, newRow, submitIn } from './submit-document.ts';

/**
 * Records what a source says of documents of one organisation, none of them an attachment. New ones are written together, and
 * so are those of which only the place, the readers or the title changed: a listing or a folder brings hundreds at once.
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
  const known = await lockKnown(transaction, org, [...byId.keys()]);
  const added = await addNew(
    transaction,
    org,
    [...byId].filter(([id]) => !known.has(id)),
  );
  const alone = [...byId].flatMap(([id, document]): Told[] => {
    const one = known.get(id);
    return one && isToldAlone(one, document) ? [{ id, known: one, document }] : [];
  });
  await placeAlone(
    transaction,
    org,
    alone.filter(({ known: one, document }) => !isPlacedAt(one, document)),
  );
  await describe(
    transaction,
    org,
    alone.filter(({ known: one, document }) => !isDescribedAs(one, document)),
  );
  const done = new Set([...added, ...alone.map(({ id }) => id)]);
  for (const [id, document] of byId) if (!done.has(id)) await submitIn(transaction, document);
}

/** What is said of a document that is known. */
type Told = { readonly id: string; readonly known: Known; readonly document: SubmittedDocument };

/** Nothing of it is read anew, and nothing goes with it: one that has attachments takes these to its place by itself (`place`). */
const isToldAlone = (known: Known, document: SubmittedDocument): boolean =>
  hasSameBytes(known, document) && (!known.hasChildren || isPlacedAt(known, document));

type Known = Placement &
  Description & {
    readonly id: string;
    readonly sha256: string;
    readonly encryption: string;
    readonly state: DocumentState;
    readonly hasChildren: boolean;
  };

/** Nothing can be attached to them until the transaction ends. */
async function lockKnown(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  const { rows } = await sql<Omit<Known, 'hasChildren'>>`
    select d.id, d.sha256, d.encryption, d.state, d.space, d.access_class as "accessClass", d.sensitivity, d.path, d.url,
           d.title, d.modified_at as "modifiedAt"
      from document d where d.org = ${org} and d.id = any(${[...ids]}::uuid[]) order by d.id for update`.execute(
    transaction,
  );
  // Asked only now, when those who were attaching something have ended.
  const { rows: parents } = await sql<{ id: string }>`
    select distinct d.parent_id as id from document d
     where d.org = ${org} and d.parent_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(transaction);
  const withChildren = new Set(parents.map(({ id }) => id));
  return new Map(rows.map((row) => [row.id, { ...row, hasChildren: withChildren.has(row.id) }]));
}

/** Moves documents without attachments: rights of the gate change with this statement (R11). */
async function placeAlone(transaction: Transaction, org: string, moved: readonly Told[]): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map(({ id, document: { space, accessClass, sensitivity, path } }) => ({
    ...{ id, space, access_class: accessClass, sensitivity, path },
  }));
  const places = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as said(id uuid, space text, access_class integer, sensitivity text, path text)`;
  await sql`
    update document d set space = said.space, access_class = said.access_class, sensitivity = said.sensitivity,
        path = said.path, changed_at = date_trunc('milliseconds', now())
      from ${places} where d.org = ${org} and d.id = said.id`.execute(transaction);
  await sql`
    update alias_mention a set access_class = said.access_class
      from ${places} where a.org = ${org} and a.document_id = said.id`.execute(transaction);
  const ids = moved.map(({ id }) => id);
  await enqueue(
    transaction,
    ids.map((id) => ({ name: 'document.place', payload: { org, id } })),
  );
  await followSwitch(transaction, org, ids);
}

/** Writes those that are not there yet. Gives their ids, without those that were erased. */
async function addNew(
  transaction: Transaction,
  org: string,
  unknown: readonly (readonly [string, SubmittedDocument])[],
): Promise<ReadonlySet<string>> {
  if (unknown.length === 0) return new Set();
  const byId = new Map(unknown);
  // Versions go on where a removed document stopped; one that was erased by command stays away (R71).
  const { rows: tombstones } = await sql<{ id: string; version: number; erased: boolean }>`
    select t.document_id as id, t.version, t.erased from tombstone t
     where t.org = ${org} and t.document_id = any(${[...byId.keys()]}::uuid[])`.execute(transaction);
  const stopped = new Map(tombstones.map(({ id, version }) => [id, version]));
  const erased = new Set(tombstones.flatMap(({ id, erased: isErased }) => (isErased ? [id] : [])));
  await sql`
    delete from tombstone t where t.org = ${org} and not t.erased
       and t.document_id = any(${[...byId.keys()]}::uuid[])`.execute(transaction);
  const rows = unknown
    .filter(([id]) => !erased.has(id))
    .map(([id, document]) => newRow(document, id, (stopped.get(id) ?? 0) + 1));
  const added = new Map<string, number>();
  for (const part of inParts(rows)) {
    const inserted = await transaction
      .insertInto('document')
      .values(part)
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
