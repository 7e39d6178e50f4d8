import { type Kysely, sql } from 'kysely';

/** What must not be destroyed for now, and what went meanwhile for everybody else (R74). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // The subject may be gone: a hold outlives what it holds.
  `create table legal_hold (
    org text not null references organisation on delete cascade,
    id uuid not null,
    subject_kind text not null check (subject_kind in ('person', 'document')),
    subject_id text not null,
    reason text not null,
    -- Null: the operator.
    placed_by text,
    placed_at timestamptz not null default now(),
    released_by text,
    released_at timestamptz,
    primary key (org, id)
  )`,
  `create unique index legal_hold_subject on legal_hold (org, subject_kind, subject_id) where released_at is null`,
  // Copies that nobody finds or is shown: a version of a document, or a conversation (version 0), as it was when it went.
  `create table held_content (
    org text not null references organisation on delete cascade,
    subject_kind text not null,
    subject_id text not null,
    content_id uuid not null,
    version integer not null,
    content jsonb not null,
    -- Blobs that are kept for it.
    sha256 text,
    rendition text,
    set_aside_at timestamptz not null default now(),
    primary key (org, subject_kind, subject_id, content_id, version)
  )`,
];
