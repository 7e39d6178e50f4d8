import { type Kysely, sql } from 'kysely';

/** Keys of programs, by their hashes alone. A hash is looked up before the organisation is known, so it is unique among all. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table service_key (
      org text not null references organisation on delete cascade,
      id uuid not null,
      name text not null,
      hash text not null unique,
      scopes text[] not null,
      source text,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      last_used_at timestamptz,
      primary key (org, id)
    )`.execute(db);
}
