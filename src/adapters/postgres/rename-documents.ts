import { sql } from 'kysely';
import { textHashOf } from '../../core/ingest/text-hash.ts';
import { nameFrom } from '../../core/suggest/suggest-questions.ts';
import { isNamedBySource } from '../../core/workplace/source.ts';
import type { DocumentStore, SubmittedDocument } from '../../ports/document-store.ts';
import { followTitles } from './alias-mentions.ts';
import type { Database, Transaction } from './database.ts';
import { enqueue } from './outbox.ts';
import { hasText } from './readable.ts';

/** What a source tells of a document beside its bytes, its place and its readers. */
export type Description = Pick<SubmittedDocument, 'title' | 'url' | 'modifiedAt'>;

/** True when nothing would change if the document were described so. */
export function isDescribedAs(known: Description, document: SubmittedDocument): boolean {
  if (known.url !== document.url) return false;
  if (!isNamedBySource(document)) return true;
  return known.title === document.title && known.modifiedAt.getTime() === document.modifiedAt.getTime();
}

/**
 * Takes down what sources say of documents, which the caller holds. A new title is shown, and teaches, with this transaction;
 * words and vectors of what is found by it follow with a job.
 */
export async function describe(
  transaction: Transaction,
  org: string,
  changes: readonly {
    readonly id: string;
    readonly known: Description;
    readonly document: SubmittedDocument;
  }[],
): Promise<void> {
  if (changes.length === 0) return;
  const said = changes.map(({ document }) =>
    isNamedBySource(document) ? document : { url: document.url, title: null, modifiedAt: null },
  );
  const { rows } = await sql<{ id: string }>`
    update document d set url = said.url, title = coalesce(said.title, d.title),
        modified_at = coalesce(said.modified_at, d.modified_at),
        renamed = d.renamed or coalesce(said.title <> d.title and ${hasText}, false)
      from unnest(${changes.map(({ id }) => id)}::uuid[], ${said.map(({ url }) => url)}::text[],
                  ${said.map(({ title }) => title)}::text[],
                  ${said.map(({ modifiedAt }) => modifiedAt)}::timestamptz[])
           as said(id, url, title, modified_at)
     where d.org = ${org} and d.id = said.id
    returning case when d.renamed then d.id end as id`.execute(transaction);
  const waiting = new Set(rows.map(({ id }) => id));
  const renamed = changes
    .filter(({ id, known, document }) => waiting.has(id) && known.title !== document.title)
    .map(({ id, known, document: { title, lane } }) => ({ id, formerly: known.title, title, lane }));
  await followTitles(transaction, org, renamed);
  await forgetSuggestions(transaction, org, renamed);
  await enqueue(
    transaction,
    renamed.map(({ id, lane }) => ({ name: 'document.rename', payload: { org, id, lane } })),
  );
}

/** Takes out the suggested questions that name documents as they were called. */
async function forgetSuggestions(
  transaction: Transaction,
  org: string,
  renamed: readonly { readonly id: string; readonly formerly: string }[],
): Promise<void> {
  const named = renamed.flatMap(({ id, formerly }) => {
    const name = nameFrom(formerly);
    return name === null ? [] : [{ id, name }];
  });
  if (named.length === 0) return;
  await sql`
    delete from suggestion s
     using unnest(${named.map(({ id }) => id)}::uuid[], ${named.map(({ name }) => name)}::text[]) said(id, name)
     where s.org = ${org} and s.document_id = said.id and strpos(s.text, said.name) > 0`.execute(transaction);
}

/** How texts and vectors follow a new title. */
export function createRenaming(db: Database): Pick<DocumentStore, 'rekeyTexts' | 'endRenaming'> {
  return {
    rekeyTexts: ({ org, id }, { embed }) =>
      db.transaction().execute(async (transaction) => {
        // Held: what is published, or named, meanwhile comes before or after.
        const { rows } = await sql<{ title: string; version: number }>`
          select d.title, d.live_version as version from document d
           where d.org = ${org} and d.id = ${id} and ${hasText} for no key update`.execute(transaction);
        const [document] = rows;
        if (!document) return null;
        const chunks = await transaction
          .selectFrom('chunk')
          .select(['id', 'headings', 'text', 'text_hash'])
          .where('org', '=', org)
          .where('document_id', '=', id)
          .execute();
        const rekeyed = chunks.flatMap((chunk) => {
          const hash = textHashOf({ ...chunk, title: document.title });
          return hash === chunk.text_hash ? [] : [{ id: chunk.id, hash }];
        });
        if (rekeyed.length === 0) return document.title;
        await sql`
          update chunk c set text_hash = said.hash
            from unnest(${rekeyed.map((chunk) => chunk.id)}::uuid[], ${rekeyed.map(({ hash }) => hash)}::text[]) said(id, hash)
           where c.org = ${org} and c.document_id = ${id} and c.id = said.id`.execute(transaction);
        await sql`
          update document d set generations = '{}', vectors_asked_at = case when ${embed} then now() end,
              state = case d.state when 'searchable' then 'searchable-words' else d.state end
           where d.org = ${org} and d.id = ${id}`.execute(transaction);
        if (embed)
          await enqueue(transaction, [
            { name: 'document.embed', payload: { org, id, version: document.version, lane: 'bulk' } },
          ]);
        return document.title;
      }),

    endRenaming: async ({ org, id }, title) => {
      const ended = await db
        .updateTable('document')
        .set({ renamed: false })
        .where('org', '=', org)
        .where('id', '=', id)
        .where('title', '=', title)
        .returning('id')
        .executeTakeFirst();
      return ended !== undefined;
    },
  };
}
