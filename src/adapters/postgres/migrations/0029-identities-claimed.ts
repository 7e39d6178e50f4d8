import { type Kysely, sql } from 'kysely';

/** Who claims an identity is looked up by it, each time somebody takes it or drops it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index directory_register_identity on directory_register using gin ((value -> 'identities') jsonb_path_ops)
      where kind = 'user'`.execute(db);
}
