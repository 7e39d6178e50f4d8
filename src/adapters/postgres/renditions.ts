import { sql } from 'kysely';
import type { DocumentKey, LaterPass } from '../../core/document.ts';
import { AppError } from '../../core/errors.ts';
import type { DocumentStore, Rendition } from '../../ports/document-store.ts';
import type { Database, Transaction } from './database.ts';

/** Renditions of office documents: the text that they are compared with, and the places that they give. */
export function createRenditions(db: Database): Pick<DocumentStore, 'loadPublished' | 'storeRendition'> {
  return {
    loadPublished: async (key, version) => {
      const document = await db
        .selectFrom('document')
        .select(['format', 'pages'])
        .where('org', '=', key.org)
        .where('id', '=', key.id)
        .where('live_version', '=', version)
        .executeTakeFirst();
      if (!document?.format) return null;
      const [sections, chunks] = await Promise.all([
        db
          .selectFrom('section')
          .select(['ordinal', 'start_offset as start', 'end_offset as end', 'text'])
          .where('org', '=', key.org)
          .where('document_id', '=', key.id)
          .orderBy('ordinal')
          .execute(),
        db
          .selectFrom('chunk')
          .select(['id', 'start_offset as start', 'end_offset as end'])
          .where('org', '=', key.org)
          .where('document_id', '=', key.id)
          .orderBy('ordinal')
          .execute(),
      ]);
      return { format: document.format, pages: document.pages, sections, chunks };
    },

    storeRendition: (key, version, rendition) =>
      db.transaction().execute(async (transaction) => {
        const kept = await transaction
          .updateTable('document')
          .set({
            rendition: rendition.sha256,
            pages: sql<number>`coalesce(pages, ${rendition.pages})`,
            awaits: sql<LaterPass[]>`array_remove(awaits, 'render')`,
          })
          .where('org', '=', key.org)
          .where('id', '=', key.id)
          .where('wanted_version', '=', version)
          .where('live_version', '=', version)
          .where(sql<boolean>`'render' = any(awaits)`)
          .returning('id')
          .executeTakeFirst();
        if (!kept) return false;
        await placeParts(transaction, key, rendition);
        return true;
      }),
  };
}

async function placeParts(
  transaction: Transaction,
  { org, id }: DocumentKey,
  { sections, chunks }: Rendition,
): Promise<void> {
  const firstPages = (parts: Rendition['sections' | 'chunks']) =>
    parts.map(({ pages }) => pages?.from ?? null);
  const lastPages = (parts: Rendition['sections' | 'chunks']) => parts.map(({ pages }) => pages?.to ?? null);
  const place = sql`coalesce(t.place,
    case when p.first is not null then jsonb_build_object('kind', 'page', 'from', p.first, 'to', p.last) end)`;
  await sql`
    update section t set place = ${place}
      from unnest(${sections.map(({ ordinal }) => ordinal)}::int[], ${firstPages(sections)}::int[],
                  ${lastPages(sections)}::int[]) as p(ordinal, first, last)
     where t.org = ${org} and t.document_id = ${id} and t.ordinal = p.ordinal`.execute(transaction);
  const placed = await sql`
    update chunk t set place = ${place}
      from unnest(${chunks.map((chunk) => chunk.id)}::uuid[], ${firstPages(chunks)}::int[],
                  ${lastPages(chunks)}::int[]) as p(id, first, last)
     where t.org = ${org} and t.document_id = ${id} and t.id = p.id`.execute(transaction);
  const there = await transaction
    .selectFrom('chunk')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('org', '=', org)
    .where('document_id', '=', id)
    .executeTakeFirst();
  // The same version was read anew meanwhile: its pages are to be found anew as well.
  if (Number(placed.numAffectedRows ?? 0) !== chunks.length || Number(there?.count) !== chunks.length)
    throw new AppError('CONFLICT');
}
