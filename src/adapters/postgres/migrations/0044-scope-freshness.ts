import { type Kysely, sql } from 'kysely';

/** Counts of scopes also tell when something in them was last found for the first time: how fresh what one asks is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'alter table document_count add column newest_at timestamptz',
  `create or replace function count_document() returns trigger language plpgsql as $$
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
         insert into document_count
           values (new.org, new.access_class, new.space, new.languages, after, 1, new.changed_at);
       end if;
       return null;
     end $$`,
  `update document_count c set newest_at = newest.at
     from (select org, access_class, space, languages, max(changed_at) as at from document
            where standing_of(state, reason, live_version, wanted_version) = 'searchable' group by 1, 2, 3, 4) newest
    where c.standing = 'searchable' and c.documents > 0
      and (c.org, c.access_class, c.space, c.languages)
        = (newest.org, newest.access_class, newest.space, newest.languages)`,
];
