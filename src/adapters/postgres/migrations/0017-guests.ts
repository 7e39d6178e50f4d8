import { type Kysely, sql } from 'kysely';

/** Who of the people is a guest, for the exposure report: it neither gives nor takes a right. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table app_user add column is_guest boolean not null default false`.execute(db);
}
