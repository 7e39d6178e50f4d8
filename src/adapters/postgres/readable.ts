import { type RawBuilder, sql } from 'kysely';
import type { AccessFilter } from '../../core/access/access-filter.ts';

/**
 * Common table expressions to put after `with recursive`: `caller(names)` holds the person's principals (the person, the
 * organisation, and whatever these belong to, transitively), `readable_class(id)` the access classes that they may read
 * at the moment the statement runs. It stands inside every statement that reads documents, so that rights, live version
 * and text come from one snapshot. Somebody unknown has no principals at all.
 *
 * `union` drops what is already known, so membership loops end. Materialised, because the planner takes the few classes
 * for none and would resolve them anew for each document.
 */
export function readableClass(org: string, user: string): RawBuilder<unknown> {
  return sql`
    ${callerNames(org, user)},
    readable_class(id) as materialized (
      select c.id from access_class c, caller
       where c.org = ${org} and ${allows('caller')})`;
}

/**
 * Common table expression `class_reader(class, person)`, to put after `with recursive`: everybody of the organisation who may
 * read each access class that a document has. Worked out for classes, which are few, never for documents.
 */
export function classReaders(org: string): RawBuilder<unknown> {
  return sql`
    belonging(person, name) as (
      select u.id, unnest(array['user:' || u.id, 'org:' || u.org]) from app_user u where u.org = ${org} and ${isActive}
      union
      select b.person, m.principal from membership m join belonging b on m.member = b.name where m.org = ${org}),
    somebody(person, names) as materialized (select person, array_agg(name) from belonging group by person),
    class_reader(class, person) as materialized (
      select c.id, somebody.person from access_class c join somebody on ${allows('somebody')}
       where c.org = ${org} and c.id in (select d.access_class from document d where d.org = ${org}))`;
}

/** SQL condition on a person (alias `u`): they were not disabled, nor come from outside an organisation that keeps guests from the assistant. */
export const isActive = sql<boolean>`u.disabled_at is null
         and not (u.is_guest and (select o.guests_excluded from organisation o where o.id = u.org))`;

/** The rule of the access class `c` (`canRead`), for who is all of the `names` of this table. */
function allows(table: 'caller' | 'somebody'): RawBuilder<boolean> {
  const names = sql.ref(`${table}.names`);
  return sql<boolean>`c.allow && ${names}
         and (cardinality(c.restricted_to) = 0 or c.restricted_to && ${names})
         and not (c.deny && ${names})`;
}

/** The common table expression `caller(names)` alone: see `readableClass`. */
export function callerNames(org: string, user: string): RawBuilder<unknown> {
  return sql`
    principal(name) as (
      select unnest(array['user:' || u.id, 'org:' || u.org])
        from app_user u where u.org = ${org} and u.id = ${user} and ${isActive}
      union
      select m.principal from membership m join principal p on m.member = p.name where m.org = ${org}),
    caller(names) as materialized (select coalesce(array_agg(name), '{}') from principal)`;
}

/** Start of every statement that reads documents for somebody: the caller's rights, resolved as it runs. */
export const withRights = (within: AccessFilter) =>
  sql`with recursive ${readableClass(within.org, within.user)}`;

/** SQL condition on a document (alias `d`), after `withRights`: the caller may read it at this moment. */
export const readable = (within: AccessFilter): RawBuilder<boolean> =>
  sql<boolean>`d.org = ${within.org} and d.access_class in (select id from readable_class)`;

/** Of one class that the caller may read, what is `wanted`: apart (`offset 0`), for the planner would rather walk all documents. */
const ofReadableClass = (within: AccessFilter, wanted: RawBuilder<unknown>) => sql`
  select d.* from document d where d.org = ${within.org} and d.access_class = readable_class.id ${wanted} offset 0`;

/**
 * What follows `from`, after `withRights`: documents (alias `d`) that the caller may read and that are `wanted`, looked up class by class.
 * What they may not read is not passed by on the way: it would take time, and that would tell of it (R14).
 */
export const readableDocuments = (within: AccessFilter, wanted: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`readable_class cross join lateral (${ofReadableClass(within, wanted)}) d`;

/**
 * The same for the first of them in an order that an index of classes has: of each class as many as are asked for. `among` narrows by that
 * index, `kept` by what is read of each document on the way.
 */
export const firstReadableDocuments = (
  within: AccessFilter,
  {
    among,
    kept,
    order,
    limit,
  }: {
    readonly among: RawBuilder<unknown>;
    readonly kept: RawBuilder<unknown>;
    readonly order: RawBuilder<unknown>;
    readonly limit: number;
  },
): RawBuilder<unknown> => sql`
  readable_class cross join lateral (
    select d.* from (${ofReadableClass(within, sql`${among} order by ${order}`)}) d where ${kept} limit ${limit}) d`;

/** SQL condition on the path of a document (alias `d`), compared byte by byte: what follows « / » in that order ends the folder. */
export const liesInFolder = (folder: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`d.path collate "C" >= ${folder} || '/' and d.path collate "C" < ${folder} || '0'`;

/** Start of a statement about a few documents and people, whose classes are looked at by `readableBySomebody`. */
export const withPeople = (org: string, users: readonly string[]) => sql`
  with recursive belonging(person, name) as (
    select u.id, unnest(array['user:' || u.id, 'org:' || u.org])
      from app_user u where u.org = ${org} and u.id = any(${[...users]}) and ${isActive}
    union
    select b.person, m.principal from membership m join belonging b on m.member = b.name where m.org = ${org}),
  somebody(person, names) as materialized (select person, array_agg(name) from belonging group by person)`;

/** SQL condition on a document (alias `d`) and a person, after `withPeople`: it looks at no other class than the document's. */
export const readableBySomebody = (org: string, person: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`d.org = ${org} and exists (
    select from access_class c, somebody
     where c.org = ${org} and c.id = d.access_class and somebody.person = ${person} and ${allows('somebody')})`;

/** SQL condition on a document (alias `d`): its newest version is the one whose text stands here (R12). */
export const live = sql<boolean>`d.state in ('searchable-words', 'searchable') and d.live_version = d.wanted_version`;

/** SQL condition on a document (alias `d`): the text of its newest version stands here, to be found at once or soon. */
export const hasText = sql<boolean>`d.live_version = d.wanted_version and d.state not in ('skipped', 'failed')`;

/** SQL condition on a document (alias `d`): a workplace announced it, and changes and removes it there. */
export const isOfWorkplace = sql<boolean>`d.source like 'workplace:%'`;

/** SQL condition on a document (alias `d`): its source wants to be asked at each reading, which statements cannot do (R10). */
export const isLateChecked = (org: string): RawBuilder<boolean> =>
  sql<boolean>`exists (select from source s
    where s.org = ${org} and s.late_check_url is not null and d.source = 'workplace:' || s.id)`;

/**
 * Joins to a document (alias `d`) its space (alias `sp`), where the assistant may work: neither the space is excluded from it (R13),
 * nor is it turned off for the whole organisation (R66).
 */
export const assistedSpace = sql`
  join space sp on sp.org = d.org and sp.id = d.space and sp.assistant_enabled
  join organisation assisted on assisted.id = d.org and assisted.assistant_off_at is null`;
