import { type Kysely, sql } from 'kysely';

/** Answers that were asked for again, why people liked an answer or not, and what they say they should not have seen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // The title as `fold` writes it, to look for words in.
  `alter table conversation add column title_key text`,
  `update conversation set title_key = replace(
     regexp_replace(normalize(lower(title), NFKD), '[\u0300-\u036f]', '', 'g'), '’', '''')`,
  `alter table conversation alter column title_key set not null`,
  // "retry_of" is the first answer to a question that was asked again, "superseded_by" the latest one.
  `alter table message add column retry_of uuid, add column superseded_by uuid`,
  `alter table feedback add column reasons jsonb not null default '[]'`,
  // Apart from the numbers that searches are fitted by. Goes with the feedback, so with the person (R73).
  `create table feedback_comment (
    org text not null,
    message_id uuid not null,
    user_id text not null,
    text text not null,
    primary key (org, message_id, user_id),
    foreign key (org, message_id, user_id) references feedback on delete cascade
  )`,
  // Ids alone. Stays when the message goes or the feedback is taken back: somebody must still look. Who said it is
  // forgotten with the person (R73).
  `create table security_item (
    org text not null references organisation on delete cascade,
    id uuid not null,
    message_id uuid not null,
    user_id text,
    documents jsonb not null,
    state text not null default 'open',
    note text,
    opened_at timestamptz not null default now(),
    changed_at timestamptz,
    changed_by text,
    primary key (org, id),
    unique (org, message_id, user_id),
    foreign key (org, user_id) references app_user on delete set null (user_id)
  )`,
  `create index security_item_opened on security_item (org, opened_at desc)`,
];
