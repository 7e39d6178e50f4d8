import { type Kysely, sql } from 'kysely';

/** What the ledger says of months that are too long ago to say it of each answer (R74). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Sums of "spend" by its first day: no time, no message and no person.
  `create table spend_month (
    org text not null references organisation on delete cascade,
    month date not null,
    spaces text[] not null,
    provider text,
    model text,
    requests integer not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    micro_euros bigint,
    energy_wh double precision,
    estimated integer not null,
    unique nulls not distinct (org, month, spaces, provider, model)
  )`,
];
