import { type Kysely, sql } from 'kysely';

/** What reading tells of a document beside its text: places other than pages, warnings, labels, passes still to come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table document
    -- How often a parser died of this version.
    add column tries integer not null default 0,
    -- Passes over the file that are still to come: 'recognise', 'render'.
    add column awaits text[] not null default '{}',
    add column author text,
    add column created_in_file_at timestamptz,
    add column pages integer,
    add column languages text[] not null default '{}',
    add column warnings jsonb not null default '[]',
    add column labels jsonb not null default '[]',
    -- Digest of the PDF that shows an office document page by page.
    add column rendition text`,
  `update document set languages = array[language]`,
  `update document d set pages = v.pages from document_version v
    where v.org = d.org and v.document_id = d.id and v.version = d.live_version`,
  ...['section', 'chunk'].flatMap((table) => [
    `alter table ${table}
      add column place jsonb,
      add column aside text,
      add column language text not null default 'fr'`,
    `update ${table} set place = jsonb_build_object('kind', 'page', 'from', page_from, 'to', page_to)
      where page_from is not null`,
    `update ${table} t set language = d.language from document d where d.org = t.org and d.id = t.document_id`,
    `alter table ${table} drop column page_from, drop column page_to`,
  ]),
  `alter table chunk add column recognised real`,
  // The sweep of blobs asks of each one whether a document needs it.
  `create index document_blob on document (org, sha256)`,
  `create index document_rendition on document (org, rendition) where rendition is not null`,
];
