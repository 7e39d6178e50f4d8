import { type Kysely, sql } from 'kysely';

/** What was erased, so that it does not come back (R71, R72), and for how long conversations are kept (R74). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Erased by command: its source does not bring it back while the tombstone stands.
  'alter table tombstone add column erased boolean not null default false',
  // A digest in place of the person, to know them again in a backup from before.
  `create table person_erasure (
    org text not null references organisation on delete cascade,
    person_digest text not null,
    erased_at timestamptz not null,
    primary key (org, person_digest)
  )`,
  `create table retention (
    org text primary key references organisation on delete cascade,
    -- Days after the last message of a conversation; null: kept.
    conversation_days integer
  )`,
  // Of organisations that are here no more: so it belongs to none of them. Numbers alone beside the id.
  `create table organisation_removal (
    organisation text not null,
    removed_at timestamptz not null,
    receipt jsonb not null,
    primary key (organisation, removed_at)
  )`,
];
