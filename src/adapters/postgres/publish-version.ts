import { sql } from 'kysely';
import type { Chunk, Section } from '../../core/chunk.ts';
import type { DocumentKey, Language, LaterPass } from '../../core/document.ts';
import { textHashOf } from '../../core/ingest/text-hash.ts';
import type { Claimed, PublishedVersion } from '../../ports/document-store.ts';
import { insertMentions } from './alias-mentions.ts';
import type { Database, Transaction } from './database.ts';
import { setDocumentsAside } from './held.ts';
import { inParts } from './in-parts.ts';
import { isHeldBy } from './is-held-by.ts';

/** Replaces a document's text by that of `version`, unless a newer version is wanted, the document is gone or somebody else works on it. */
export function publishVersion(
  db: Database,
  key: Claimed,
  version: number,
  published: PublishedVersion,
): Promise<boolean> {
  const { org, id } = key;
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('document')
      .set({
        live_version: version,
        ...(published.title !== null && { title: published.title }),
        language: published.language,
        languages: sql<Language[]>`${[...published.languages]}::text[]`,
        format: published.format,
        author: published.author,
        created_in_file_at: published.createdAt,
        ...(published.modifiedAt !== null && { modified_at: published.modifiedAt }),
        pages: published.pages,
        warnings: JSON.stringify(published.warnings),
        labels: JSON.stringify(published.labels),
        awaits: sql<LaterPass[]>`${[...published.awaits]}::text[]`,
        rendition: null,
        generations: sql<string[]>`'{}'`,
        vectors_asked_at: null,
        // Read once more, it may still have former words in the index.
        renamed: sql<boolean>`renamed and live_version = ${version}`,
        rebuild_asked_at: null,
        rebuild_reason: null,
        changed_at: new Date(),
      })
      .where('org', '=', org)
      .where('id', '=', id)
      .where('wanted_version', '=', version)
      .where(isHeldBy(key))
      .returning(['sha256', 'bytes', 'access_class', 'title'])
      .executeTakeFirst();
    if (!row) return false;

    const versionRow = {
      sha256: row.sha256,
      bytes: row.bytes,
      format: published.format,
      title: row.title,
      pages: published.pages,
      chunker_version: published.chunkerVersion,
    };
    await transaction
      .insertInto('document_version')
      .values({ org, document_id: id, version, ...versionRow })
      .onConflict((conflict) => conflict.columns(['org', 'document_id', 'version']).doUpdateSet(versionRow))
      .execute();
    await deleteTexts(transaction, org, [id]);
    await insertText(transaction, key, version, { title: row.title, chunked: published.chunked });
    await insertMentions(transaction, key, row.access_class, { ...published, title: row.title });
    await insertSuggestions(transaction, key, published.suggestions);
    return true;
  });
}

/**
 * Takes away the text of whatever versions stand there, and what was learned from it; what is held is set aside. Gives the hashes
 * of the texts of chunks, under which vectors are kept.
 */
export async function deleteTexts(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<string[]> {
  const these = sql<string>`any(${[...ids]}::uuid[])`;
  await setDocumentsAside(transaction, org, ids);
  const chunks = await transaction
    .deleteFrom('chunk')
    .where('org', '=', org)
    .where('document_id', '=', these)
    .returning('text_hash')
    .execute();
  for (const table of ['section', 'alias_mention', 'suggestion'] as const)
    await transaction.deleteFrom(table).where('org', '=', org).where('document_id', '=', these).execute();
  return [...new Set(chunks.map((chunk) => chunk.text_hash))];
}

async function insertSuggestions(
  transaction: Transaction,
  { org, id }: DocumentKey,
  suggestions: readonly string[],
): Promise<void> {
  if (suggestions.length === 0) return;
  await transaction
    .insertInto('suggestion')
    .values(suggestions.map((text, ordinal) => ({ org, document_id: id, ordinal, text })))
    .execute();
}

async function insertText(
  transaction: Transaction,
  { org, id }: DocumentKey,
  version: number,
  { title, chunked }: Pick<PublishedVersion, 'chunked'> & { readonly title: string },
): Promise<void> {
  const place = (part: Section | Chunk) => ({
    org,
    document_id: id,
    headings: sql<string[]>`${[...part.headings]}::text[]`,
    place: part.place && JSON.stringify(part.place),
    aside: part.aside,
    language: part.language,
    start_offset: part.start,
    end_offset: part.end,
    text: part.text,
    tokens: part.tokens,
  });
  const sections = chunked.sections.map((section) => ({ ...place(section), ordinal: section.ordinal }));
  for (const part of inParts(sections)) await transaction.insertInto('section').values(part).execute();
  const chunks = chunked.chunks.map((chunk) => ({
    ...place(chunk),
    id: chunk.id,
    version,
    ordinal: chunk.ordinal,
    section_ordinal: chunk.sectionOrdinal,
    text_hash: textHashOf({ ...chunk, title }),
    recognised: chunk.recognised,
  }));
  for (const part of inParts(chunks)) await transaction.insertInto('chunk').values(part).execute();
}
