import { type Kysely, sql } from 'kysely';

/**
 * Each search tells what its scope holds. Counting the documents themselves took 0.33 µs each, so they are counted as they
 * change: a row for each change, so that nobody waits for somebody else's, folded now and then (`foldCounts`).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // What a document counts as in the summary of a scope; null: as nothing (removed, or between two states).
  `create function standing_of(state text, reason text, live_version integer, wanted_version integer) returns text
     immutable parallel safe language sql return case
       when state in ('searchable-words', 'searchable') and live_version = wanted_version then 'searchable'
       when state in ('queued', 'fetching', 'parsing') then 'queued'
       when reason = 'encrypted' then 'encrypted'
       when state in ('failed', 'skipped') then 'failed'
     end`,
  `create table document_count (
     org text not null,
     access_class integer not null,
     space text not null,
     languages text[] not null,
     standing text not null,
     -- Summed over all rows that are alike otherwise, how many documents there are; a row alone may be negative.
     documents integer not null
   )`,
  'create index document_count_class on document_count (org, access_class)',
  `create function count_document() returns trigger language plpgsql as $$
     declare
       before text := case when tg_op <> 'INSERT'
         then standing_of(old.state, old.reason, old.live_version, old.wanted_version) end;
       after text := case when tg_op <> 'DELETE'
         then standing_of(new.state, new.reason, new.live_version, new.wanted_version) end;
     begin
       if tg_op = 'UPDATE' and before is not distinct from after
          and (old.access_class, old.space, old.languages) = (new.access_class, new.space, new.languages) then
         return null;
       end if;
       if before is not null then
         insert into document_count values (old.org, old.access_class, old.space, old.languages, before, -1);
       end if;
       if after is not null then
         insert into document_count values (new.org, new.access_class, new.space, new.languages, after, 1);
       end if;
       return null;
     end $$`,
  `create trigger count_document
     after insert or delete or update of state, reason, live_version, wanted_version, access_class, space, languages
     on document for each row execute function count_document()`,
  `insert into document_count
     select org, access_class, space, languages, standing, count(*)
       from document d, standing_of(d.state, d.reason, d.live_version, d.wanted_version) standing
      where standing is not null group by org, access_class, space, languages, standing`,
  // Counting went by it; without it, a change of state touches no index.
  'drop index document_in_scope',
  // Documents of a folder: paths that begin with it, compared byte by byte.
  'create index document_path on document (org, path collate "C")',
];
