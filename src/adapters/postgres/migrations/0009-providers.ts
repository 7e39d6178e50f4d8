import { type Kysely, sql } from 'kysely';

/** Who answers: providers of each organisation with their sealed keys, which of them is wanted where, and what may go to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table provider (
    org text not null references organisation on delete cascade,
    id text not null,
    name text not null,
    dialect text not null,
    base_url text not null,
    models jsonb not null,
    trust text not null,
    hosting text,
    prices jsonb,
    enabled boolean not null,
    created_at timestamptz not null default now(),
    primary key (org, id)
  )`,
  // Sealed for this organisation, provider and host; "host" says which one, and is not what protects it.
  `create table provider_secret (
    org text not null,
    provider_id text not null,
    host text not null,
    sealed bytea not null,
    sealed_at timestamptz not null default now(),
    primary key (org, provider_id),
    foreign key (org, provider_id) references provider on delete cascade
  )`,
  // Space '' is the organisation as a whole.
  `create table provider_choice (
    org text not null,
    space text not null,
    provider_id text not null,
    primary key (org, space),
    foreign key (org, provider_id) references provider on delete cascade
  )`,
  `create table provider_test (
    org text not null,
    provider_id text not null,
    probed_at timestamptz not null,
    results jsonb not null,
    primary key (org, provider_id),
    foreign key (org, provider_id) references provider on delete cascade
  )`,
  `create table answer_policy (
    org text primary key references organisation on delete cascade,
    version integer not null,
    matrix jsonb not null,
    withhold_unsupported boolean not null,
    changed_at timestamptz not null default now()
  )`,
];
