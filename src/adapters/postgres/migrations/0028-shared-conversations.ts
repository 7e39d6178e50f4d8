import { type Kysely, sql } from 'kysely';

/** With whom people share conversations, and what of others' words stands in copies that they took. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table organisation add column sharing_allowed boolean not null default true`,
  // One of three columns, so that a share goes with the person or space that it names: who comes later under the same id is
  // somebody else. Groups of a workplace are known by their members alone, and name no row.
  `create table conversation_share (
    org text not null,
    conversation_id uuid not null,
    user_id text,
    group_id text,
    space_id text,
    principal text not null generated always as (
      coalesce('user:' || user_id, 'group:' || group_id, 'space:' || space_id)) stored,
    -- The last message that is shared: what is said afterwards is not.
    through_ordinal integer not null,
    shared_at timestamptz not null,
    primary key (org, conversation_id, principal),
    check (num_nonnulls(user_id, group_id, space_id) = 1),
    foreign key (org, conversation_id) references conversation on delete cascade,
    foreign key (org, user_id) references app_user on delete cascade,
    foreign key (org, space_id) references space on delete cascade
  )`,
  `create index conversation_share_principal on conversation_share (org, principal)`,
  // Whose conversation a message was copied from. No foreign key: it is looked for when that person's data are erased.
  `alter table message add column copied_from text`,
  `create index message_copied_from on message (org, copied_from) where copied_from is not null`,
];
