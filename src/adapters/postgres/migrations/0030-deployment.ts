import { type Kysely, sql } from 'kysely';

/** What several processes must agree on, and who of them took a document up last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table deployment (
     -- There is one row.
     one boolean primary key default true check (one),
     leader text,
     leads_until timestamptz not null default '-infinity',
     -- When the database server was started in whose life the queue has lost no job.
     queue_whole_since timestamptz
   )`,
  'insert into deployment default values',
  // Raised by each worker that takes a version up: what an earlier one still writes of it is refused.
  'alter table document add column claim integer not null default 0',
];
