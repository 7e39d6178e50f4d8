import { type Kysely, sql } from 'kysely';

/**
 * Pulls of all that a source holds. The row says exactly how far one has come: it is changed by the transaction that applies a
 * page, so that whatever ends the process in between, the next one goes on with the same page.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table backfill (
     org text not null,
     id uuid not null,
     source text not null,
     -- The only ones that are asked for; null: all.
     spaces text[],
     phase text not null default 'directory' check (phase in ('directory', 'items', 'sweep', 'done')),
     state text not null default 'running' check (state in ('running', 'paused', 'failed', 'cancelled', 'done')),
     -- Which of 'spaces' is being listed, and where its next page begins.
     space_at integer not null default 0,
     cursor text,
     -- What the workplace said that there is, when it could be asked.
     expected bigint,
     listed bigint not null default 0,
     changed bigint not null default 0,
     unreadable bigint not null default 0,
     removed bigint not null default 0,
     -- Lines that do not even say which item they are of: then nothing may be taken for absent.
     nameless bigint not null default 0,
     problems text[] not null default '{}',
     -- Pages in a row that listed nothing new.
     repeats integer not null default 0,
     forced boolean not null default false,
     trouble text,
     attempts integer not null default 0,
     next_at timestamptz not null default now(),
     started_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     ended_at timestamptz,
     primary key (org, id),
     foreign key (org, source) references source on delete cascade
   )`,
  // Two at once would take each other's marks away.
  "create unique index backfill_live on backfill (org, source) where state in ('running', 'paused')",
  "create index backfill_due on backfill (next_at) where state = 'running'",
  // When it was listed last tells nothing of whether a live event spoke of it.
  "alter table item alter column touched_at set default '-infinity'",
];
