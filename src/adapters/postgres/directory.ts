import { type RawBuilder, sql } from 'kysely';
import type {
  Directory,
  NamedGroup,
  NamedPerson,
  NamedSpace,
  NamePlace,
  NameQuery,
} from '../../ports/directory.ts';
import type { Database } from './database.ts';
import { folded, holdsWords, rankOf } from './folded.ts';

/** The names of an organisation in PostgreSQL. An organisation has few of them, so they are walked, not indexed. */
export function createDirectory(db: Database): Directory {
  const find = async <Row>(named: RawBuilder<unknown>, query: NameQuery): Promise<(Row & NamePlace)[]> => {
    const { words, ids, limit, after } = query;
    const { rows } = await sql<Row & NamePlace>`
      with named as (${named}),
      found as (
        select *, ${rankOf(sql`"sortedBy"`, words[0] ?? '')} as rank from named
         where ${holdsWords(sql`"sortedBy"`, words)} ${ids === undefined ? sql`` : sql`and id = any(${[...ids]}::text[])`})
      select * from found
       ${after ? sql`where (rank, "sortedBy", id) > (${after.rank}::int, ${after.sortedBy}::text, ${after.id}::text)` : sql``}
       order by rank, "sortedBy", id limit ${limit}`.execute(db);
    return rows;
  };
  return {
    findPeople: (org, query) =>
      find<NamedPerson>(
        sql`select u.id, u.name, u.title, u.is_guest as "isGuest", u.disabled_at is not null as "isDisabled",
                   ${folded(sql`u.name || ' ' || u.id`)} as "sortedBy" from app_user u where u.org = ${org}`,
        query,
      ),
    findGroups: (org, query) =>
      find<NamedGroup>(
        sql`select g.id, g.title, ${folded(sql`g.title || ' ' || g.id`)} as "sortedBy" from user_group g where g.org = ${org}`,
        query,
      ),
    findSpaces: (org, query) =>
      find<NamedSpace>(
        sql`select s.id, s.title, s.assistant_enabled as "assistantEnabled",
                   ${folded(sql`s.title || ' ' || s.id`)} as "sortedBy" from space s where s.org = ${org}`,
        query,
      ),
  };
}
