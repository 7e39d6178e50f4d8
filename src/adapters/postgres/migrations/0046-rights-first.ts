import { type Kysely, sql } from 'kysely';

/**
 * Documents are looked up by what the caller may read, and only then by where they lie: by space or folder alone, what they may not
 * read took time, and told that it is there (R14).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'create index document_by_reader on document (org, access_class, path collate "C", id)',
  'create index document_in_space_by_reader on document (org, access_class, space, path collate "C", id)',
  'drop index document_path',
  `create index document_latest_by_reader on document (org, access_class, space, modified_at desc, id)
    where state in ('searchable-words', 'searchable')`,
  'drop index document_latest',
];
