import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Query, WorkplaceDatabase } from './database.ts';
import { type DocumentRow, placeOf, type Rights, readDocument, wholeDocument } from './read-documents.ts';
import { anEvent, nextSequence, record } from './record.ts';
import type { Storage } from './storage.ts';

/** A document as somebody puts it into the workplace; `acl` absent: what its folders give. */
export type NewDocument = {
  readonly id: string;
  readonly space: string;
  readonly folder?: string | null;
  readonly title?: string;
  readonly content: string | Uint8Array;
  readonly mime?: string;
  readonly encryption?: 'none' | 'e2ee';
  readonly classification?: string;
  readonly acl?: Rights | null;
  readonly createdBy?: string;
  readonly retentionUntil?: Date;
};

export const keyOf = (tenant: string, id: string, contentVersion: number): string =>
  `${tenant}/${Buffer.from(id).toString('hex')}/${contentVersion}`;

/** What people do with documents; each writes its event in the same transaction. */
export function changeDocuments(database: WorkplaceDatabase, storage: Storage, tenant: string) {
  const there = async (query: Query, id: string): Promise<DocumentRow> => {
    const row = await readDocument(query, tenant, id);
    if (!row || row.deleted) throw new Error(`no document ${id}`);
    return row;
  };
  return {
    /** Puts a document there, or a new version of it: the same bytes are the same version. Also brings back a deleted one. */
    async putDocument(given: NewDocument): Promise<void> {
      const bytes = Buffer.from(given.content as string);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await database.transaction(async (query) => {
        const sequence = await nextSequence(query, tenant);
        const known = await readDocument(query, tenant, given.id);
        const isNew = known?.sha256 !== sha256;
        const contentVersion = (known?.content_version ?? 0) + (isNew ? 1 : 0);
        if (isNew) await storage.put(keyOf(tenant, given.id, contentVersion), bytes);
        const acl = given.acl === undefined ? (known?.acl ?? null) : given.acl;
        const folder = given.folder === undefined ? (known?.folder ?? null) : given.folder;
        // Another place or other rights are a new word on who may read; new bytes alone are none.
        const isSaidAgain =
          !known ||
          known.deleted ||
          known.space !== given.space ||
          known.folder !== folder ||
          !isDeepStrictEqual(known.acl, acl);
        await query(
          `insert into document (tenant, id, space, folder, title, mime, encryption, classification, acl, acl_version,
             content_version, size, sha256, created_by, modified_at, retention_until, sequence)
           values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,now(),$15,$16)
           on conflict (tenant, id) do update set space = $3, folder = $4, title = $5, mime = $6, encryption = $7,
             classification = $8, acl = $9, acl_version = $10, content_version = $11, size = $12, sha256 = $13,
             created_by = $14, modified_at = now(), retention_until = $15, sequence = $16, deleted = false`,
          [
            tenant,
            given.id,
            given.space,
            folder,
            given.title ?? known?.title ?? `${given.id}.md`,
            given.mime ?? 'text/markdown',
            given.encryption ?? known?.encryption ?? 'none',
            given.classification ?? known?.classification ?? null,
            acl === null ? null : JSON.stringify(acl),
            isSaidAgain ? sequence : known.acl_version,
            contentVersion,
            bytes.length,
            sha256,
            given.createdBy ?? null,
            given.retentionUntil ?? null,
            sequence,
          ],
        );
        const type = known?.deleted ? 'document.restored' : 'document.upserted';
        await record(query, tenant, await wholeDocument(query, tenant, await there(query, given.id), type));
      });
    },

    /** Brings a document elsewhere. With `acl: null` it then follows its new folders; without `acl` it keeps its own, if any. */
    moveDocument: (
      id: string,
      to: { readonly space: string; readonly folder?: string | null; readonly acl?: Rights | null },
    ): Promise<void> =>
      database.transaction(async (query) => {
        const sequence = await nextSequence(query, tenant);
        const { acl: own } = await there(query, id);
        const acl = to.acl === undefined ? own : to.acl;
        await query(
          `update document set space = $3, folder = $4, acl = $5, acl_version = $6, sequence = $6
           where tenant = $1 and id = $2`,
          [tenant, id, to.space, to.folder ?? null, acl === null ? null : JSON.stringify(acl), sequence],
        );
        const data = await placeOf(query, tenant, await there(query, id));
        await record(
          query,
          tenant,
          anEvent(tenant, sequence, { type: 'document.moved', subject: `doc/${id}`, data }),
        );
      }),

    /** Gives it rights of its own, or with `null` those that its folders give. */
    setDocumentRights: (id: string, acl: Rights | null): Promise<void> =>
      database.transaction(async (query) => {
        const sequence = await nextSequence(query, tenant);
        await there(query, id);
        await query(
          'update document set acl = $3, acl_version = $4, sequence = $4 where tenant = $1 and id = $2',
          [tenant, id, acl === null ? null : JSON.stringify(acl), sequence],
        );
        const place = await placeOf(query, tenant, await there(query, id));
        await record(
          query,
          tenant,
          anEvent(tenant, sequence, {
            type: 'document.acl.changed',
            subject: `doc/${id}`,
            data: { acl: place.acl, aclVersion: place.aclVersion },
          }),
        );
      }),

    deleteDocument: (id: string): Promise<void> =>
      database.transaction(async (query) => {
        const sequence = await nextSequence(query, tenant);
        await there(query, id);
        await query('update document set deleted = true, sequence = $3 where tenant = $1 and id = $2', [
          tenant,
          id,
          sequence,
        ]);
        await record(
          query,
          tenant,
          anEvent(tenant, sequence, { type: 'document.deleted', subject: `doc/${id}`, data: {} }),
        );
      }),

    /** Takes a document out of the bin, as it was; its space must still be there. */
    restoreDocument: (id: string): Promise<void> =>
      database.transaction(async (query) => {
        const sequence = await nextSequence(query, tenant);
        const known = await readDocument(query, tenant, id);
        if (!known?.deleted) throw new Error(`${id} is not in the bin`);
        await query(
          'update document set deleted = false, sequence = $3, acl_version = $3 where tenant = $1 and id = $2',
          [tenant, id, sequence],
        );
        const row = await there(query, id);
        await record(query, tenant, await wholeDocument(query, tenant, row, 'document.restored'));
      }),
  };
}
