import { type Kysely, sql } from 'kysely';

/**
 * What a workplace says of its documents, people and rights, as it says it: each statement with its sequence, so that the
 * later one holds whichever arrives last (R78). Documents follow from it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table source (
     org text not null references organisation on delete cascade,
     id text not null,
     -- The organisation, as the workplace names it.
     tenant text not null,
     title text not null,
     -- It also says who the people, groups, spaces and members are.
     is_directory boolean not null,
     -- pull: its events are fetched from it, because it cannot call out.
     mode text not null check (mode in ('push', 'pull')),
     export_url text,
     content_origins text[] not null,
     receipts_url text,
     -- Where it wants to be asked, at the moment of reading, whether somebody may read.
     late_check_url text,
     export_token bytea,
     enabled boolean not null default true,
     created_at timestamptz not null default now(),
     primary key (org, id)
   )`,
  'create unique index source_directory on source (org) where is_directory',
  `create table source_secret (
     org text not null,
     source text not null,
     id uuid not null,
     sealed bytea not null,
     created_at timestamptz not null default now(),
     primary key (org, source, id),
     foreign key (org, source) references source on delete cascade
   )`,
  // What was last heard of a source; apart from its settings, because it changes with each delivery.
  `create table source_progress (
     org text not null,
     source text not null,
     max_sequence bigint not null default 0,
     announced_sequence bigint not null default 0,
     heard_at timestamptz,
     applied bigint not null default 0,
     duplicates bigint not null default 0,
     stale bigint not null default 0,
     rejected bigint not null default 0,
     primary key (org, source),
     foreign key (org, source) references source on delete cascade
   )`,
  // A document of a workplace: what was said last of its content, its place, its readers and its end, each with its sequence.
  `create table item (
     org text not null,
     source text not null,
     external_id text not null,
     document_id uuid not null,
     content_sequence bigint not null default 0,
     content jsonb,
     place_sequence bigint not null default 0,
     space text,
     folder_path text[] not null default '{}',
     path text,
     acl_sequence bigint not null default 0,
     acl jsonb,
     acl_version bigint not null default 0,
     gone_sequence bigint not null default 0,
     -- The last backfill that listed it, and when a live event last spoke of it.
     listed_in uuid,
     touched_at timestamptz not null default now(),
     primary key (org, source, external_id),
     foreign key (org, source) references source on delete cascade
   )`,
  'create unique index item_document on item (org, document_id)',
  'create index item_space on item (org, space)',
  'create index item_folder on item using gin (folder_path)',
  `create table folder_rule (
     org text not null,
     source text not null,
     folder text not null,
     sequence bigint not null,
     space text not null,
     acl jsonb not null,
     acl_version bigint not null,
     primary key (org, source, folder),
     foreign key (org, source) references source on delete cascade
   )`,
  // The other things that a directory speaks of, one row for each statement that can be made: see 'registers.ts'.
  `create table directory_register (
     org text not null references organisation on delete cascade,
     kind text not null,
     id text not null,
     sequence bigint not null,
     value jsonb not null,
     changed_at timestamptz not null default now(),
     primary key (org, kind, id)
   )`,
  'alter table membership add column sequence bigint not null default 0',
  // Who was taken out, so that an older statement does not bring them back.
  `create table membership_absence (
     org text not null references organisation on delete cascade,
     principal text not null,
     member text not null,
     sequence bigint not null,
     removed_at timestamptz not null default now(),
     primary key (org, principal, member)
   )`,
  'alter table app_user add column disabled_at timestamptz',
  'alter table organisation add column guests_excluded boolean not null default false',
  // A space may be closed to the assistant by its administrator or at its source; it works where neither did.
  'alter table space add column excluded_here boolean not null default false',
  'alter table space add column excluded_at_source boolean not null default false',
  'update space set excluded_here = not assistant_enabled',
  // Its bytes are still to be fetched from its source.
  'alter table document add column awaits_bytes boolean not null default false',
  `create or replace function standing_of(state text, reason text, live_version integer, wanted_version integer) returns text
     immutable parallel safe language sql return case
       when state in ('searchable-words', 'searchable') and live_version = wanted_version then 'searchable'
       when state in ('queued', 'fetching', 'parsing') then 'queued'
       when reason in ('encrypted', 'end-to-end-encrypted') then 'encrypted'
       when state in ('failed', 'skipped') then 'failed'
     end`,
  'create index inbox_received on inbox (org, received_at)',
  // How many documents of an organisation wait says whose turn it is (R31).
  `create index document_waiting on document (org) where state in ('queued', 'fetching', 'parsing')`,
];
