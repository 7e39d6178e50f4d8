import { type Kysely, sql } from 'kysely';

/** Why no vectors of a generation come, for whoever waits for them: the code of the last failure since a document became whole. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table embedding_generation add column failed_with text`.execute(db);
}
