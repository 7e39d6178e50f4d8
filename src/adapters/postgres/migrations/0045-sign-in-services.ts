import { type Kysely, sql } from 'kysely';

/** What an issuer is called on the sign-in page, for those that the operator shows there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table trusted_issuer add column public_name text`.execute(db);
}
