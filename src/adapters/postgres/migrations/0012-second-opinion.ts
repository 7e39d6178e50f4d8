import { type Kysely, sql } from 'kysely';

/** Organisations choose whether a model is asked about sentences that checking by words left undecided. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw('alter table answer_policy add column second_opinion boolean not null default false')
    .execute(db);
}
