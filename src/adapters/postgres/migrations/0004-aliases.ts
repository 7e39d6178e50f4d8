import { type Kysely, sql } from 'kysely';

/** What acronyms stand for, as documents say and as administrators do; who the administrators are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table app_user add column is_admin boolean not null default false`,
  // One row for each pair that a document teaches: it goes with the text. "alias" is the id of the pair.
  `create table alias_mention (
    org text not null,
    document_id uuid not null,
    alias uuid not null,
    -- The document's own, so that mentions that the caller may not read need not be walked through. It decides nothing.
    access_class integer not null,
    acronym_key text not null,
    expansion_key text not null,
    acronym text not null,
    expansion text not null,
    primary key (org, document_id, alias),
    foreign key (org, document_id) references document on delete cascade
  )`,
  `create index alias_mention_acronym on alias_mention (org, acronym_key, access_class, document_id)`,
  `create index alias_mention_expansion on alias_mention (org, expansion_key, access_class, document_id)`,
  `create index alias_mention_alias on alias_mention (org, alias)`,
  `create table alias (
    org text not null references organisation on delete cascade,
    id uuid not null,
    acronym_key text not null,
    expansion_key text not null,
    acronym text not null,
    expansion text not null,
    added_at timestamptz not null default now(),
    primary key (org, id)
  )`,
  `create index alias_acronym on alias (org, acronym_key)`,
  `create index alias_expansion on alias (org, expansion_key)`,
  // Ids alone: a pair that is hidden keeps no word of the documents that taught it (R70).
  `create table alias_hidden (
    org text not null references organisation on delete cascade,
    id uuid not null,
    hidden_at timestamptz not null default now(),
    primary key (org, id)
  )`,
];
