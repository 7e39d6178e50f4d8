import { sql } from 'kysely';
import { textHashOf } from '../../core/ingest/text-hash.ts';
import { stricterOf } from '../../core/trust.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Database, Transaction } from './database.ts';
import { live } from './readable.ts';
import { toBytes, toVector } from './vector-bytes.ts';

/** Vectors by text hash and generation: a text that was embedded once is never embedded again. */
export function createEmbeddingTable(
  db: Database,
): Pick<DocumentStore, 'findSensitivity' | 'listChunksToEmbed' | 'findVectors' | 'storeVectors'> {
  return {
    findSensitivity: async ({ org, id }) => {
      const row = await db
        .selectFrom('document as d')
        .innerJoin('space as s', (join) => join.onRef('s.org', '=', 'd.org').onRef('s.id', '=', 'd.space'))
        .select(['d.sensitivity as own', 's.sensitivity as ofSpace'])
        .where('d.org', '=', org)
        .where('s.org', '=', org)
        .where('d.id', '=', id)
        .executeTakeFirst();
      return row ? stricterOf(row.own, row.ofSpace) : null;
    },
    listChunksToEmbed: async (key, version) => {
      const chunks = await db
        .selectFrom('chunk as c')
        .innerJoin('document as d', (join) =>
          join.onRef('d.org', '=', 'c.org').onRef('d.id', '=', 'c.document_id'),
        )
        .select(['c.id as chunkId', 'd.title', 'c.headings', 'c.text'])
        .where('c.org', '=', key.org)
        .where('c.document_id', '=', key.id)
        .where('c.version', '=', version)
        .orderBy('c.ordinal')
        .execute();
      // The hash that is kept may still be that of a former title.
      return chunks.map((chunk) => ({ ...chunk, textHash: textHashOf(chunk) }));
    },

    findVectors: async (org, generation, textHashes) => {
      if (textHashes.length === 0) return new Map();
      const rows = await db
        .selectFrom('embedding')
        .select(['text_hash', 'vector'])
        .where('org', '=', org)
        .where('generation', '=', generation)
        .where('text_hash', '=', sql<string>`any(${[...textHashes]}::text[])`)
        .execute();
      return new Map(rows.map((row) => [row.text_hash, toVector(row.vector)]));
    },

    storeVectors: async ({ org, id }, generation, vectors) => {
      if (vectors.length === 0) return;
      await sql`
        with held as (
          select d.id from document d where d.org = ${org} and d.id = ${id} and ${live} for share)
        insert into embedding (org, text_hash, generation, vector)
          select ${org}, made.hash, ${generation}, made.vector
            from held, unnest(${vectors.map(({ textHash }) => textHash)}::text[],
                              ${vectors.map(({ vector }) => toBytes(vector))}::bytea[]) made(hash, vector)
          on conflict do nothing`.execute(db);
    },
  };
}

/** Removes vectors of texts that no document of the organisation has any more: of former versions, and of what is gone. */
export async function deleteOrphanVectors(db: Database | Transaction, org: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from embedding v where v.org = ${org} and not exists (
      select 1 from chunk c where c.org = ${org} and c.text_hash = v.text_hash)`.execute(db);
  return Number(numAffectedRows ?? 0);
}
