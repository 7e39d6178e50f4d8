import { type Kysely, sql } from 'kysely';

/**
 * Sets of questions that an organisation is measured by, runs over them, and which version of a prompt it uses. A run keeps its
 * questions, so that a set that changes meanwhile changes nothing in it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table question_set (
     org text not null references organisation on delete cascade,
     id text not null,
     title text not null,
     questions jsonb not null,
     saved_at timestamptz not null default now(),
     primary key (org, id)
   )`,
  `create table evaluation_run (
     org text not null references organisation on delete cascade,
     id uuid not null,
     set_id text not null,
     title text not null,
     endpoint text not null check (endpoint in ('search', 'ask')),
     questions jsonb not null,
     asked integer not null,
     -- Whom it was launched for ('user:' or 'group:'), and who asks in turn what no question says who asks.
     principal text not null,
     people text[] not null,
     provider text,
     prompt_version integer,
     -- Whose budgets pay; null: erased.
     launched_by text,
     state text not null default 'running' check (state in ('running', 'done', 'stopped', 'cancelled')),
     trouble text,
     done integer not null default 0,
     started_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     ended_at timestamptz,
     primary key (org, id)
   )`,
  "create index evaluation_run_due on evaluation_run (org, started_at, id) where state = 'running'",
  'create index evaluation_run_latest on evaluation_run (org, started_at desc, id)',
  `create table evaluation_result (
     org text not null,
     run_id uuid not null,
     -- Place of the question in the run, from 0.
     ordinal integer not null,
     line jsonb not null,
     -- What the reply rests on, each with the version that was read: whoever may not read these sees nothing of the line.
     documents uuid[] not null,
     versions integer[] not null,
     primary key (org, run_id, ordinal),
     foreign key (org, run_id) references evaluation_run on delete cascade
   )`,
  'create index evaluation_result_documents on evaluation_result using gin (documents)',
  // The space '' stands for the organisation, as in provider_choice.
  `create table prompt_choice (
     org text not null references organisation on delete cascade,
     space text not null,
     prompt text not null,
     version integer not null,
     primary key (org, space, prompt)
   )`,
];
