import { type Kysely, sql } from 'kysely';

/** Documents without text, for the list of those that failed and the counts of reasons: few among the others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index document_unread on document (org, state, changed_at, id) include (space, reason)
     where state in ('failed', 'skipped')`.execute(db);
}
