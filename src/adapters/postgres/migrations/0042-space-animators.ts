import { type Kysely, sql } from 'kysely';

/** Who looks after a space, and as what somebody excluded it from the assistant. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table space
      add column animators text[] not null default '{}',
      add column excluded_as text check (excluded_as in ('administrator', 'animator'))`.execute(db);
  await sql`update space set excluded_as = 'administrator' where excluded_here`.execute(db);
}
