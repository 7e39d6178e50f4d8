import { type Kysely, sql } from 'kysely';

/** What was asked to be read anew, and how far it is; when the index was last compared with the truth. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Since when the document waits to be read anew; null once it was.
  'alter table document add column rebuild_asked_at timestamptz',
  'create index document_rebuild on document (org) where rebuild_asked_at is not null',
  // The latest of each subject. "subject_id" is empty for the organisation.
  `create table index_rebuild (
    org text not null references organisation on delete cascade,
    subject_kind text not null check (subject_kind in ('organisation', 'space', 'document')),
    subject_id text not null,
    asked_at timestamptz not null,
    documents integer not null,
    primary key (org, subject_kind, subject_id)
  )`,
  `create table index_comparison (
    org text primary key references organisation on delete cascade,
    compared_at timestamptz not null,
    -- Documents of which the index held something else.
    differed integer not null
  )`,
];
