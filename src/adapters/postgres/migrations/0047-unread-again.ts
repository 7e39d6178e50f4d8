import { type Kysely, sql } from 'kysely';

/** Why a document could not be read anew: its text of before can still be found, so that its state does not tell. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'alter table document add column rebuild_reason text',
  'create index document_unread_again on document (org) where rebuild_reason is not null',
];
