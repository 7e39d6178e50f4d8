import { type RawBuilder, sql } from 'kysely';

/**
 * SQL of the caller's principals: the person, the organisation, and whatever these belong to, transitively. `union`
 * drops what is already known, so membership loops end. Somebody unknown has no principals at all.
 */
function principalsOf(org: string, user: string): RawBuilder<unknown> {
  return sql`
    with recursive principal(name) as (
      select unnest(array['user:' || u.id, 'org:' || u.org])
        from app_user u where u.org = ${org} and u.id = ${user}
      union
      select m.principal from membership m join principal p on m.member = p.name where m.org = ${org}
    )
    select coalesce(array_agg(name), '{}') as names from principal`;
}

/**
 * SQL of the ids of the access classes that a person may read at the moment the statement runs. It stands inside
 * every statement that reads documents, so that rights, live version and text come from one snapshot.
 */
export function readableClassIds(org: string, user: string): RawBuilder<number> {
  return sql<number>`(
    select c.id from access_class c, (${principalsOf(org, user)}) as caller
    where c.org = ${org}
      and c.allow && caller.names
      and (cardinality(c.restricted_to) = 0 or c.restricted_to && caller.names)
      and not (c.deny && caller.names))`;
}

/** SQL condition: the person belongs to the space (alias `s`). */
export function isMemberOfSpace(org: string, user: string): RawBuilder<boolean> {
  return sql<boolean>`('space:' || s.id) = any((${principalsOf(org, user)})::text[])`;
}
