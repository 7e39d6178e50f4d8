import { type RawBuilder, sql } from 'kysely';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import { isUuid } from '../../core/is-uuid.ts';
import { hasChosenDocuments, type Scope } from '../../core/scope.ts';
import type { ScopeSummary, SummarisedScope } from '../../ports/library.ts';
import type { Database } from './database.ts';
import { liesInFolder, readable, readableDocuments, withRights } from './readable.ts';

/** What the caller may read in a scope, in numbers, and the languages of what can be searched there. */
export async function summariseScope(
  db: Database,
  within: AccessFilter,
  scope: Scope,
): Promise<SummarisedScope> {
  const { rows } = await sql<ScopeSummary & Omit<SummarisedScope, 'summary'>>`
    ${withRights(within)},
    counted as (${hasChosenDocuments(scope) ? countDocuments(within, scope) : addUpCounts(within, scope)})
    select coalesce(sum(documents) filter (where standing = 'searchable'), 0)::bigint as documents,
           coalesce(sum(documents) filter (where standing = 'queued'), 0)::bigint as queued,
           coalesce(sum(documents) filter (where standing = 'failed'), 0)::bigint as failed,
           coalesce(sum(documents) filter (where standing = 'encrypted'), 0)::bigint as encrypted,
           coalesce(sum(documents) filter (where standing = 'excluded'), 0)::bigint as excluded,
           array(select distinct known from counted, unnest(languages) known
                  where standing = 'searchable' and documents > 0 order by known) as languages,
           max(newest_at) filter (where standing = 'searchable') as "newestAt"
      from counted`.execute(db);
  const { languages, newestAt, ...summary } = rows[0] ?? nothing;
  // Of a scope that was emptied since, there is nothing to be fresh.
  return { summary, languages, newestAt: summary.documents > 0 ? newestAt : null };
}

const nothing = {
  documents: 0,
  queued: 0,
  failed: 0,
  encrypted: 0,
  excluded: 0,
  languages: [],
  newestAt: null,
};

/** Whatever the number of documents: they were counted as they changed. */
function addUpCounts(within: AccessFilter, { spaces }: Scope): RawBuilder<unknown> {
  return sql`
    select d.languages, ${unlessExcluded(sql`d.standing`)} as standing, sum(d.documents) as documents,
           max(d.newest_at) as newest_at
      from document_count d join space sp on sp.org = d.org and sp.id = d.space
     where ${readable(within)} ${inSpaces(spaces)} group by 1, 2`;
}

/** Looks at the documents that were chosen, or lie in the folders that were. */
function countDocuments(within: AccessFilter, { spaces, documents, folders }: Scope): RawBuilder<unknown> {
  const chosen = documents?.length ? sql`and d.id = any(${documents.filter(isUuid)}::uuid[])` : sql``;
  const from = folders?.length
    ? sql`unnest(${outermost(folders)}::text[]) folder
          cross join ${readableDocuments(within, sql`and ${liesInFolder(sql`folder`)}`)}`
    : sql`document d`;
  return sql`
    select d.languages, ${unlessExcluded(standing)} as standing, count(*) as documents, max(d.changed_at) as newest_at
      from ${from} join space sp on sp.org = d.org and sp.id = d.space
     where ${readable(within)} ${inSpaces(spaces)} ${chosen} group by 1, 2`;
}

const standing = sql`standing_of(d.state, d.reason, d.live_version, d.wanted_version)`;

/** The switch of a space (`sp`) counts from the moment that it is turned, before its documents follow. */
const unlessExcluded = (otherwise: RawBuilder<unknown>) =>
  sql`case when sp.assistant_enabled then ${otherwise} else 'excluded' end`;

const inSpaces = (spaces: Scope['spaces']) =>
  spaces?.length ? sql`and d.space = any(${[...spaces]}::text[])` : sql``;

/** Without folders that lie in another one, so that no document is counted twice. */
function outermost(folders: readonly string[]): string[] {
  const distinct = [...new Set(folders)];
  return distinct.filter((folder) => !distinct.some((other) => folder.startsWith(`${other}/`)));
}

/**
 * Adds up rows of counts that are alike. Others may count and fold at the same time: each row is taken away by the one that
 * adds it to its sum.
 */
export async function foldCounts(db: Database, org: string): Promise<void> {
  await sql`
    with taken as (
      delete from document_count c using (
        select access_class, space, languages, standing from document_count where org = ${org}
         group by access_class, space, languages, standing having count(*) > 1) several
       where c.org = ${org}
         and (c.access_class, c.space, c.languages, c.standing)
           = (several.access_class, several.space, several.languages, several.standing)
      returning c.*)
    insert into document_count (org, access_class, space, languages, standing, documents, newest_at)
      select ${org}, access_class, space, languages, standing, sum(documents), max(newest_at) from taken
       group by access_class, space, languages, standing having sum(documents) <> 0`.execute(db);
}
