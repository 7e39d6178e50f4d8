import { sql } from 'kysely';
import type { DocumentKey, DocumentState } from '../../core/document.ts';
import { uuidFrom } from '../../core/document-id.ts';
import { AppError } from '../../core/errors.ts';
import { isPlacedAt } from '../../core/ingest/is-placed-at.ts';
import { isNamedBySource } from '../../core/workplace/source.ts';
import type { Placement, SubmitOutcome, SubmittedDocument } from '../../ports/document-store.ts';
import { childrenOf } from './children.ts';
import type { Database, Transaction } from './database.ts';
import { followSwitch, forgetTexts } from './follow-switch.ts';
import { enqueue } from './outbox.ts';
import { removeRows } from './remove-documents.ts';
import { describe, isDescribedAs } from './rename-documents.ts';

/**
 * Records what a source says of a document: new bytes make a new version to work on, a new place or new readers take
 * effect here at once and reach the index through the outbox, the same again changes nothing.
 * @throws AppError `CONFLICT` for an attachment whose parent is gone or went on to another version
 */
export function submitDocument(
  db: Database,
  submitted: SubmittedDocument,
): Promise<{ id: string; version: number; outcome: SubmitOutcome }> {
  return db.transaction().execute((transaction) => submitIn(transaction, submitted));
}

/** The same within a transaction. */
export async function submitIn(
  transaction: Transaction,
  submitted: SubmittedDocument,
): Promise<{ id: string; version: number; outcome: SubmitOutcome }> {
  const { org, source, externalId } = submitted;
  const id = uuidFrom(org, source, externalId);
  await holdSpace(transaction, org, submitted.space);
  const document = await besideParent(transaction, submitted);
  let known = await findForUpdate(transaction, org, id);
  while (!known) {
    const erasedAt = await findErased(transaction, org, id);
    if (erasedAt !== null) return { id, version: erasedAt, outcome: 'erased' };
    const version = (await takeTombstone(transaction, org, id)) + 1;
    if (await insert(transaction, document, id, version))
      return { id, ...(await queue(transaction, document, id, version)) };
    // Somebody else submitted it for the first time at this very moment.
    known = await findForUpdate(transaction, org, id);
  }
  const moved = !isPlacedAt(known, document);
  if (moved) await place(transaction, { org, id }, document);
  // Where it was moved between an excluded space and another one, it has a new version already.
  const { wanted_version: wanted } = (moved && (await findForUpdate(transaction, org, id))) || known;
  if (hasSameBytes(known, document)) {
    if (!isDescribedAs(known, document)) await describe(transaction, org, [{ id, known, document }]);
    return { id, version: wanted, outcome: moved ? 'moved' : 'unchanged' };
  }

  const version = wanted + 1;
  await transaction
    .updateTable('document')
    .set({
      wanted_version: version,
      ...beginning(document),
      ...(isNamedBySource(document) && { title: document.title }),
      tries: 0,
      awaits: [],
      sha256: document.sha256,
      bytes: document.bytes,
      url: document.url,
      modified_at: document.modifiedAt,
      changed_at: new Date(),
      queued_at: new Date(),
    })
    .where('org', '=', org)
    .where('id', '=', id)
    .execute();
  return { id, ...(await queue(transaction, document, id, version)) };
}

/**
 * Holds a space as `followSwitch` will. It comes before any document, as it does where a space changes together with what stands in
 * it: otherwise each would wait for what the other one holds.
 */
async function holdSpace(transaction: Transaction, org: string, space: string): Promise<void> {
  await transaction
    .selectFrom('space')
    .select('id')
    .where('org', '=', org)
    .where('id', '=', space)
    .forShare()
    .execute();
}

/** True when there is nothing to read that was not read before; what failed is worth another try. */
export function hasSameBytes(
  known: { readonly sha256: string; readonly encryption: string; readonly state: DocumentState },
  document: SubmittedDocument,
): boolean {
  return (
    known.sha256 === document.sha256 &&
    known.encryption === beginning(document).encryption &&
    known.state !== 'failed'
  );
}

/** How a version begins: what is to be fetched and read, or that it never will be. */
function beginning({ awaitsBytes = false, endToEndEncrypted = false }: SubmittedDocument) {
  return {
    state: endToEndEncrypted ? ('skipped' as const) : ('queued' as const),
    reason: endToEndEncrypted ? ('end-to-end-encrypted' as const) : null,
    encryption: endToEndEncrypted ? 'e2ee' : 'none',
    awaits_bytes: awaitsBytes && !endToEndEncrypted,
  };
}

/** Asks for a version to be read, unless its space is excluded from the assistant: then it is skipped, as a version more. */
async function queue(
  transaction: Transaction,
  { org, lane, awaitsBytes, endToEndEncrypted }: SubmittedDocument,
  id: string,
  version: number,
): Promise<{ version: number; outcome: SubmitOutcome }> {
  if (endToEndEncrypted) {
    await forgetTexts(transaction, org, [id]);
    // What was attached to it is as encrypted as it is, and nobody reads it again to see what is left.
    await removeRows(transaction, org, await childrenOf(transaction, org, [id]));
    return { version, outcome: 'skipped' };
  }
  const { excluded } = await followSwitch(transaction, org, [id]);
  if (excluded.length > 0) return { version: version + 1, outcome: 'skipped' };
  const name = awaitsBytes ? 'document.fetch' : 'document.ingest';
  await enqueue(transaction, [{ name, payload: { org, id, version, lane } }]);
  return { version, outcome: 'queued' };
}

function findForUpdate(transaction: Transaction, org: string, id: string) {
  return transaction
    .selectFrom('document')
    .select([
      'sha256',
      'encryption',
      'state',
      'wanted_version',
      'space',
      'access_class as accessClass',
      'sensitivity',
      'path',
      'title',
      'url',
      'modified_at as modifiedAt',
    ])
    .where('org', '=', org)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * An attachment stands where its parent stands now, whatever its worker saw when it began. The parent can be neither moved
 * nor removed until the attachment is written; afterwards the move or the removal takes both (R11, R71).
 */
async function besideParent(
  transaction: Transaction,
  document: SubmittedDocument,
): Promise<SubmittedDocument> {
  if (document.parentId === null) return document;
  const parent = await transaction
    .selectFrom('document')
    .select(['space', 'access_class as accessClass', 'sensitivity', 'path', 'wanted_version as version'])
    .where('org', '=', document.org)
    .where('id', '=', document.parentId)
    .forShare()
    .executeTakeFirst();
  const { version, ...place } = parent ?? { version: null, path: '' };
  if (version === null || (document.parentVersion ?? version) !== version) throw new AppError('CONFLICT');
  return { ...document, ...place, path: `${place.path}/${document.path}` };
}

/** The last version of a document that was erased by command: its source does not bring it back (R71). */
async function findErased(transaction: Transaction, org: string, id: string): Promise<number | null> {
  const tombstone = await transaction
    .selectFrom('tombstone')
    .select('version')
    .where('org', '=', org)
    .where('document_id', '=', id)
    .where('erased', '=', true)
    .executeTakeFirst();
  return tombstone?.version ?? null;
}

/** Versions go on where the removed document stopped, so that late work for it stays older than the new one. */
async function takeTombstone(transaction: Transaction, org: string, id: string): Promise<number> {
  const tombstone = await transaction
    .deleteFrom('tombstone')
    .where('org', '=', org)
    .where('document_id', '=', id)
    .returning('version')
    .executeTakeFirst();
  return tombstone?.version ?? 0;
}

/** False when the document stands there already. */
async function insert(
  transaction: Transaction,
  document: SubmittedDocument,
  id: string,
  version: number,
): Promise<boolean> {
  const inserted = await transaction
    .insertInto('document')
    .values(newRow(document, id, version))
    // Whichever of the unique indexes sees the other one first.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The row of a document that is new here. */
export function newRow(document: SubmittedDocument, id: string, version: number) {
  return {
    org: document.org,
    id,
    source: document.source,
    external_id: document.externalId,
    parent_id: document.parentId,
    space: document.space,
    access_class: document.accessClass,
    sensitivity: document.sensitivity,
    title: document.title,
    path: document.path,
    url: document.url,
    ...beginning(document),
    wanted_version: version,
    sha256: document.sha256,
    bytes: document.bytes,
    format: null,
    created_by: document.createdBy,
    modified_at: document.modifiedAt,
  };
}

/** Moves a document with its attachments: rights of the gate change with this statement (R11), and they follow the switch of the new space. */
export async function place(
  transaction: Transaction,
  { org, id }: DocumentKey,
  document: Placement,
): Promise<void> {
  // An attachment that is being written holds its parent: wait for it, so that it moves too.
  const before = await findForUpdate(transaction, org, id);
  const placement = {
    space: document.space,
    access_class: document.accessClass,
    sensitivity: document.sensitivity,
    changed_at: new Date(),
  };
  let children: string[] = [];
  let moved = -1;
  // What is being attached to an attachment holds that one alone: once these have moved, look for what came meanwhile.
  while (moved < children.length) {
    moved = children.length;
    children = await childrenOf(transaction, org, [id]);
    await transaction
      .updateTable('document')
      .set(placement)
      .where('org', '=', org)
      .where('id', 'in', [id, ...children])
      .execute();
  }
  await transaction
    .updateTable('alias_mention')
    .set({ access_class: document.accessClass })
    .where('org', '=', org)
    .where('document_id', 'in', [id, ...children])
    .execute();
  await transaction
    .updateTable('document')
    .set({ path: document.path })
    .where('org', '=', org)
    .where('id', '=', id)
    .execute();
  if (before && before.path !== document.path)
    await moveInside(transaction, org, children, { from: before.path, to: document.path });
  await enqueue(
    transaction,
    [id, ...children].map((placed) => ({ name: 'document.place', payload: { org, id: placed } })),
  );
  await followSwitch(transaction, org, [id, ...children]);
}

/** What lies inside a document has its path below that one's. */
async function moveInside(
  transaction: Transaction,
  org: string,
  children: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await sql`
    update document d set path = ${to} || substr(d.path, length(${from}) + 1)
     where d.org = ${org} and d.id = any(${[...children]}::uuid[]) and starts_with(d.path, ${`${from}/`})`.execute(
    transaction,
  );
}
