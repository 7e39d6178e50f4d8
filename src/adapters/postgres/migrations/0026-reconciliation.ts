import { type Kysely, sql } from 'kysely';

/** Where what a source says that it holds differs from what is known of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table space_difference (
     org text not null,
     source text not null,
     space text not null,
     since timestamptz not null,
     seen_at timestamptz not null,
     -- In how many comparisons in a row.
     times integer not null default 1,
     known integer not null,
     said integer not null,
     repaired_at timestamptz,
     primary key (org, source, space),
     foreign key (org, source) references source on delete cascade
   )`,
  `alter table source_progress
     -- The last digests that were pushed, until they are compared.
     add column pushed_digest jsonb,
     add column asked_at timestamptz,
     add column compared_at timestamptz,
     add column agreed_at timestamptz,
     -- Since when the workplace gave out sequences that never came, and up to which a pull made up for them.
     add column behind_since timestamptz,
     add column covered_sequence bigint not null default 0,
     add column directory_pulled_at timestamptz`,
];
