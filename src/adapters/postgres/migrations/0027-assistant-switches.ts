import { type Kysely, sql } from 'kysely';

/**
 * Organisations choose whether a model may be given documents that are kept in memory alone; and the whole assistant of an
 * organisation can be off, since when and why.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table answer_policy add column private_documents boolean not null default false`.execute(
    db,
  );
  await sql`alter table organisation add column assistant_off_at timestamptz, add column assistant_off_reason text`.execute(
    db,
  );
}
