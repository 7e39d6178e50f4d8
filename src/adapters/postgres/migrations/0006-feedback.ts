import { type Kysely, sql } from 'kysely';

/** What people say of their answers, and how an organisation weighs words and vectors because of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Goes with the message, so with the conversation and with the person (R73). "sources" holds numbers and no text.
  `create table feedback (
    org text not null,
    message_id uuid not null,
    user_id text not null,
    useful boolean not null,
    sources jsonb not null,
    given_at timestamptz not null default now(),
    primary key (org, message_id, user_id),
    foreign key (org, message_id) references message on delete cascade,
    foreign key (org, user_id) references app_user on delete cascade
  )`,
  `create index feedback_given on feedback (org, given_at desc)`,
  // Numbers alone: nothing of what they were chosen by.
  `create table organisation_fusion (
    org text primary key references organisation on delete cascade,
    vector_weight double precision not null,
    with_reference double precision not null,
    fitted_at timestamptz not null default now()
  )`,
];
