import { type Kysely, sql } from 'kysely';

/** The key that seals the files of an organisation, itself sealed with the key of the deployment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table data_key (
      org text primary key references organisation on delete cascade,
      sealed bytea not null,
      created_at timestamptz not null default now()
    )`.execute(db);
}
