import { type Kysely, sql } from 'kysely';

/**
 * What answers cost, and budgets. Amounts are whole numbers: requests, tokens, or millionths of a euro. A person stands in
 * the ledger and in purses under a pseudonym, which goes with them (R73).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Drawn for each person: nobody can work it out from a name.
  `alter table app_user add column pseudonym uuid not null default gen_random_uuid()`,
  `create table budget (
    org text not null references organisation on delete cascade,
    id uuid not null default gen_random_uuid(),
    subject_kind text not null,
    subject_id text not null,
    unit text not null,
    period text not null,
    soft bigint,
    hard bigint,
    primary key (org, id),
    unique (org, subject_kind, subject_id, unit, period),
    check (soft is not null or hard is not null)
  )`,
  // "holder" is a pseudonym where everybody has a purse of their own, else empty.
  `create table budget_use (
    org text not null,
    budget_id uuid not null,
    opens_on date not null,
    holder text not null,
    used bigint not null default 0,
    reserved bigint not null default 0,
    warned_at timestamptz,
    exhausted_at timestamptz,
    primary key (org, budget_id, opens_on, holder),
    foreign key (org, budget_id) references budget on delete cascade
  ) with (fillfactor = 50)`,
  // Its purses are in lists of equal length, so that it is kept and settled as one row. No foreign key to them: a budget may be
  // removed meanwhile.
  `create table budget_reservation (
    org text not null references organisation on delete cascade,
    id uuid not null,
    expires_at timestamptz not null,
    budgets uuid[] not null,
    opens_on date[] not null,
    holders text[] not null,
    amounts bigint[] not null,
    person uuid,
    spaces text[] not null,
    provider text,
    model text,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    micro_euros bigint,
    primary key (org, id)
  )`,
  `create index budget_reservation_expiry on budget_reservation (org, expires_at)`,
  // Numbers alone, kept when the conversation goes.
  `create table spend (
    org text not null references organisation on delete cascade,
    message_id uuid not null,
    at timestamptz not null,
    person uuid,
    spaces text[] not null,
    provider text,
    model text,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    micro_euros bigint,
    energy_wh double precision,
    is_estimated boolean not null,
    primary key (org, message_id)
  )`,
  `create index spend_at on spend (org, at)`,
];
