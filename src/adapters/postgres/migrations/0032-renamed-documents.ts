import { type Kysely, sql } from 'kysely';

/** A document that got another title without other bytes: its words follow, and what its former title taught goes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The row is the truth: jobs of a queue that was lost are asked for anew.
  await sql`alter table document add column renamed boolean not null default false`.execute(db);
  await sql`create index document_renamed on document (org) where renamed`.execute(db);
  await sql`alter table alias_mention add column of_title boolean not null default false`.execute(db);
}
