import { type Kysely, sql } from 'kysely';

/**
 * Where what a source says that it holds differs from what is known of it; and what became of its documents, until it was told:
 * written by triggers, so that no way in which a document changes can forget it.
 */
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
     add column directory_pulled_at timestamptz,
     add column receipt_attempts integer not null default 0,
     add column receipts_next_at timestamptz,
     -- The workplace said that it wants no more.
     add column receipts_ended_at timestamptz`,
  // Few documents end at a given time, and they are looked for all the time.
  "create index item_retention on item (org) where content ->> 'retentionUntil' is not null",
  // Without foreign keys: it is written while what it is of is being removed.
  `create table receipt (
     org text not null,
     source text not null,
     id bigint generated always as identity,
     item text not null,
     outcome text not null check (outcome in ('indexed', 'failed', 'skipped', 'removed')),
     reason text,
     content_version bigint not null,
     at timestamptz not null default clock_timestamp(),
     primary key (org, source, id)
   )`,
  `create function note_receipt() returns trigger language plpgsql as $$
   declare
     changed document%rowtype;
     became text;
   begin
     if tg_op = 'DELETE' then
       changed := old;
       became := 'removed';
     else
       changed := new;
       became := case when new.state in ('searchable-words', 'searchable') then 'indexed' else new.state end;
     end if;
     insert into receipt (org, source, item, outcome, reason, content_version)
       select s.org, s.id, changed.external_id, became, case when became in ('failed', 'skipped') then changed.reason end,
              coalesce((select (i.content ->> 'contentVersion')::bigint from item i
                         where i.org = changed.org and i.document_id = changed.id), 0)
         from source s join source_progress p on p.org = s.org and p.source = s.id
        where s.org = changed.org and s.id = substr(changed.source, length('workplace:') + 1)
          and s.receipts_url is not null and p.receipts_ended_at is null;
     return null;
   end $$`,
  // What can be found by its words is there for people: its vectors are no second receipt.
  `create trigger receipt_of_change after update of state on document for each row
     when (new.parent_id is null and new.source like 'workplace:%' and new.state is distinct from old.state
           and new.state in ('searchable-words', 'searchable', 'failed', 'skipped')
           and not (new.state in ('searchable-words', 'searchable') and old.state in ('searchable-words', 'searchable')))
     execute function note_receipt()`,
  `create trigger receipt_of_arrival after insert on document for each row
     when (new.parent_id is null and new.source like 'workplace:%' and new.state in ('failed', 'skipped'))
     execute function note_receipt()`,
  `create trigger receipt_of_end after delete on document for each row
     when (old.parent_id is null and old.source like 'workplace:%') execute function note_receipt()`,
];
