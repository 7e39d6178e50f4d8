import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { ErasedDocument, ErasureStore, KnownErasure } from '../../ports/erasure-store.ts';
import { childrenOf } from './children.ts';
import type { Database, Transaction } from './database.ts';
import { deleteOrphanVectors } from './embedding-table.ts';
import { refuseHeldDocuments } from './held.ts';
import { deleteTexts } from './publish-version.ts';
import { recordAudit } from './record-audit.ts';
import { removeRows } from './remove-documents.ts';
import { forgetWords } from './workplace/items.ts';

/** Erasing in PostgreSQL. */
export function createErasureStore(db: Database): ErasureStore {
  return {
    eraseDocument: (org, id, { erasureId, user }) =>
      db.transaction().execute(async (transaction) => {
        const document = await transaction
          .selectFrom('document')
          .select('parent_id as parent')
          .where('org', '=', org)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (document?.parent)
          throw new AppError('CONFLICT', {
            explanation: {
              fr: `C’est une pièce jointe du document ${document.parent}.`,
              en: `attached to the document ${document.parent}`,
            },
          });
        const documents = document ? [id, ...(await childrenOf(transaction, org, [id]))] : [id];
        await refuseHeldDocuments(transaction, org, documents);
        const erased = document
          ? await takeOut(transaction, org, documents)
          : await markErased(transaction, org, id);
        await recordAudit(transaction, org, user, 'document-erased', {
          erasureId,
          documents: erased.documents,
          rows: erased.rows,
        });
        return erased;
      }),

    findByPath: async (org, path, space) => {
      let query = db.selectFrom('document').select('id').where('org', '=', org).where('path', '=', path);
      if (space !== undefined) query = query.where('space', '=', space);
      const found = await query.orderBy('id').execute();
      return found.map(({ id }) => id);
    },

    dropTombstones: async (org, before) => {
      const { numDeletedRows: documents } = await db
        .deleteFrom('tombstone')
        .where('org', '=', org)
        .where('removed_at', '<', before)
        .executeTakeFirst();
      const { numDeletedRows: people } = await db
        .deleteFrom('person_erasure')
        .where('org', '=', org)
        .where('erased_at', '<', before)
        .executeTakeFirst();
      return Number(documents + people);
    },

    listKnown: (org) => readKnown(db, org),

    isPersonErased: async (org, personDigest, at) => {
      const found = await db
        .selectFrom('person_erasure')
        .select('org')
        .where('org', '=', org)
        .where('person_digest', '=', personDigest)
        .where('erased_at', '>=', at)
        .executeTakeFirst();
      return found !== undefined;
    },

    replayDocument: ({ organisation: org, documentId: id, version, at, erased }, erasureId) =>
      db.transaction().execute(async (transaction) => {
        const document = await transaction
          .selectFrom('document')
          .select('wanted_version as version')
          .where('org', '=', org)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (document && document.version > version) return null;
        const documents = [id, ...(await childrenOf(transaction, org, [id]))];
        const gone = document ? await takeOut(transaction, org, documents) : null;
        const row = { version, removed_at: at, erased };
        await transaction
          .insertInto('tombstone')
          .values({ org, document_id: id, ...row })
          .onConflict((conflict) => conflict.columns(['org', 'document_id']).doUpdateSet(row))
          .execute();
        await forgetWords(transaction, org, [id]);
        if (gone)
          await recordAudit(transaction, org, null, 'document-erased', {
            erasureId,
            documents: gone.documents,
            rows: gone.rows,
            replayed: true,
          });
        return gone;
      }),

    recordReplay: (org, counts) =>
      db
        .transaction()
        .execute((transaction) => recordAudit(transaction, org, null, 'erasures-replayed', counts)),

    recordReceipt: (org, { erasureId, begunAt, endedAt, idsHash, stores }, by) =>
      db.transaction().execute((transaction) =>
        recordAudit(transaction, org, by, 'document-erasure-completed', {
          erasureId,
          begunAt: begunAt.toISOString(),
          endedAt: endedAt.toISOString(),
          idsHash,
          stores,
        }),
      ),
  };
}

async function takeOut(
  transaction: Transaction,
  org: string,
  documents: readonly string[],
): Promise<ErasedDocument> {
  const these = sql`any(${[...documents]}::uuid[])`;
  const { rows: blobs } = await sql<{ sha256: string }>`
    select d.sha256 from document d where d.org = ${org} and d.id = ${these}
    union select d.rendition from document d where d.org = ${org} and d.id = ${these} and d.rendition is not null
    union select v.sha256 from document_version v where v.org = ${org} and v.document_id = ${these}`.execute(
    transaction,
  );
  const { rows: counted } = await sql<{
    versions: number;
    sections: number;
    chunks: number;
    aliases: number;
  }>`
    select (select count(*)::int from document_version v where v.org = ${org} and v.document_id = ${these}) as versions,
           (select count(*)::int from section s where s.org = ${org} and s.document_id = ${these}) as sections,
           (select count(*)::int from chunk c where c.org = ${org} and c.document_id = ${these}) as chunks,
           (select count(*)::int from alias_mention a where a.org = ${org} and a.document_id = ${these}) as aliases`.execute(
    transaction,
  );
  await deleteTexts(transaction, org, documents);
  const vectors = await deleteOrphanVectors(transaction, org);
  // What remembers an upload by its person's key, and jobs that are not delivered.
  const uploads = await sql`
    delete from inbox i where i.org = ${org} and i.result #>> '{}' = any(${[...documents]}::text[])`.execute(
    transaction,
  );
  const jobs = await sql`
    delete from outbox o where o.org = ${org} and o.payload ->> 'id' = any(${[...documents]}::text[])`.execute(
    transaction,
  );
  const {
    documents: removed,
    messages,
    sources,
    comments,
  } = await removeRows(transaction, org, documents.slice(0, 1), { erased: true });
  await forgetWords(transaction, org, documents);
  return {
    documents,
    blobs: blobs.map(({ sha256 }) => sha256),
    rows: {
      documents: removed,
      ...counted[0],
      vectors,
      messages,
      sources,
      comments,
      uploads: Number(uploads.numAffectedRows ?? 0),
      jobs: Number(jobs.numAffectedRows ?? 0),
    },
  };
}

/** It was removed at its source before, or its erasure was cut off: from now on it stays away. */
async function markErased(transaction: Transaction, org: string, id: string): Promise<ErasedDocument> {
  const tombstone = await transaction
    .updateTable('tombstone')
    .set({ erased: true })
    .where('org', '=', org)
    .where('document_id', '=', id)
    .returning('document_id')
    .executeTakeFirst();
  if (!tombstone) throw new AppError('NOT_FOUND');
  await forgetWords(transaction, org, [id]);
  return {
    documents: [id],
    blobs: [],
    rows: { documents: 0, vectors: await deleteOrphanVectors(transaction, org) },
  };
}

async function* readKnown(
  db: Database,
  org: string,
): AsyncGenerator<readonly Exclude<KnownErasure, { kind: 'organisation' }>[], void> {
  const limit = tunables.lifecycle.pageRows;
  for (let offset = 0; ; offset += limit) {
    const documents = await db
      .selectFrom('tombstone')
      .select(['document_id as documentId', 'version', 'removed_at as at', 'erased'])
      .where('org', '=', org)
      .orderBy('removed_at')
      .orderBy('document_id')
      .limit(limit)
      .offset(offset)
      .execute();
    if (documents.length === 0) break;
    yield documents.map((document) => ({ kind: 'document', organisation: org, ...document }) as const);
  }
  const people = await db
    .selectFrom('person_erasure')
    .select(['person_digest as personDigest', 'erased_at as at'])
    .where('org', '=', org)
    .orderBy('erased_at')
    .execute();
  yield people.map((person) => ({ kind: 'person', organisation: org, ...person }) as const);
}
