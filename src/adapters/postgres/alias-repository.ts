import { type RawBuilder, sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import { type Alias, acronymKey, aliasId, expansionKey, keysOfAlias } from '../../core/find/alias.ts';
import type { AliasPage, AliasRepository, ListedAlias } from '../../ports/alias-repository.ts';
import type { Database } from './database.ts';
import { assistedSpace, isLateChecked, live, readable, withRights } from './readable.ts';
import { recordAudit } from './record-audit.ts';

const { documentsCounted, documentsCountedPerClass } = tunables.aliases;

/** Acronyms and their long forms in PostgreSQL. */
export function createAliasRepository(db: Database): AliasRepository {
  const list = async (within: AccessFilter, page: AliasPage & { readonly id?: string }) => {
    const { rows } = await sql<ListedAlias>`
      ${withRights(within)}, ${known(within, page.id)}
      select * from known where ${matches(page)} order by lower(acronym), id limit ${page.limit}`.execute(db);
    return rows.map(({ id, acronym, expansion, status, documents }) => ({
      id,
      acronym,
      expansion,
      status,
      documents,
    }));
  };

  return {
    find: async (within, { acronyms, expansions }) => {
      if (acronyms.length === 0 && expansions.length === 0) return [];
      const { org } = within;
      const { rows } = await sql<TaughtForm>`
        ${withRights(within)},
        taught as (
          ${taughtBy(within, 'acronym_key', acronyms)} union ${taughtBy(within, 'expansion_key', expansions)})
        select alias as id, acronym, expansion, count(*)::int as documents, false as added from taught
         where not exists (select 1 from alias_hidden h where h.org = ${org} and h.id = alias)
         group by alias, acronym, expansion
        union all
        select a.id, a.acronym, a.expansion, ${documentsCounted}::int, true from alias a
         where a.org = ${org}
           and (a.acronym_key = any(${[...acronyms]}::text[]) or a.expansion_key = any(${[...expansions]}::text[]))
           and not exists (select 1 from alias_hidden h where h.org = ${org} and h.id = a.id)`.execute(db);
      return joinForms(rows);
    },

    list,
    show: async (within, id) => (await list(within, { limit: 1, id }))[0] ?? null,

    listAdded: async (org) => {
      const { rows } = await sql<ListedAlias>`
        select a.id, a.acronym, a.expansion, 0 as documents,
               case when h.id is null then 'added' else 'hidden' end as status
          from alias a left join alias_hidden h on h.org = a.org and h.id = a.id
         where a.org = ${org} order by lower(a.acronym), a.id`.execute(db);
      return rows;
    },

    add: (org, pair, by) =>
      db.transaction().execute(async (transaction) => {
        const id = aliasId(org, pair);
        const keys = keysOfAlias(pair);
        await transaction
          .insertInto('alias')
          .values({ org, id, acronym_key: keys.acronym, expansion_key: keys.expansion, ...pair })
          .onConflict((conflict) => conflict.columns(['org', 'id']).doUpdateSet({ ...pair }))
          .execute();
        await transaction.deleteFrom('alias_hidden').where('org', '=', org).where('id', '=', id).execute();
        await recordAudit(transaction, org, by, 'alias-added', { alias: id });
        return id;
      }),

    remove: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('alias')
          .where('org', '=', org)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (removed) await recordAudit(transaction, org, by, 'alias-removed', { alias: id });
        return removed !== undefined;
      }),

    hide: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const hidden = await transaction
          .insertInto('alias_hidden')
          .values({ org, id })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (hidden) await recordAudit(transaction, org, by, 'alias-hidden', { alias: id });
      }),

    unhide: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const shown = await transaction
          .deleteFrom('alias_hidden')
          .where('org', '=', org)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (shown) await recordAudit(transaction, org, by, 'alias-shown', { alias: id });
      }),
  };
}

type TaughtForm = Alias & { readonly id: string; readonly added: boolean };

/**
 * Mentions under one kind of key in live documents that the caller may read, by rights that are known here alone: a few of each access class, and no more
 * than suffice to weigh one long form against another. Mentions are reached by the caller's classes, so that thousands in forbidden documents cost nothing; whether
 * a document is readable is decided by the document.
 */
function taughtBy(
  within: AccessFilter,
  column: 'acronym_key' | 'expansion_key',
  keys: readonly string[],
): RawBuilder<unknown> {
  const key = sql.ref(`m.${column}`);
  return sql`
    select told.* from (
      select key from unnest(${[...keys]}::text[]) key
       where exists (select 1 from alias_mention m where m.org = ${within.org} and ${key} = key)) asked
    cross join lateral (
      select told.* from (select id from readable_class order by id) reader
        cross join lateral (
          select m.alias, m.acronym, m.expansion, m.document_id
            from alias_mention m
            join document d on d.org = m.org and d.id = m.document_id
            ${assistedSpace}
           where m.org = ${within.org} and ${key} = asked.key and m.access_class = reader.id
             and ${live} and ${readable(within)} and not ${isLateChecked(within.org)}
           order by m.document_id limit ${documentsCountedPerClass}) told
       order by reader.id, told.document_id limit ${documentsCounted}) told`;
}

/** One alias for each pair, spelled as an administrator did, else as most documents do. */
function joinForms(rows: readonly TaughtForm[]): Alias[] {
  const ordered = rows.toSorted(
    (a, b) =>
      Number(b.added) - Number(a.added) ||
      b.documents - a.documents ||
      compare(a.acronym, b.acronym) ||
      compare(a.expansion, b.expansion),
  );
  const joined = new Map<string, Alias>();
  for (const { id, acronym, expansion, documents } of ordered) {
    const spelled = joined.get(id);
    joined.set(id, { acronym, expansion, ...spelled, documents: documents + (spelled?.documents ?? 0) });
  }
  return [...joined.values()];
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * The common table expression `known`, after `withRights`: what an administrator may see, entered or learned from live
 * documents that they may read themselves.
 */
function known(within: AccessFilter, id: string | undefined): RawBuilder<unknown> {
  const { org } = within;
  const only = (column: string) => (id === undefined ? sql`` : sql`and ${sql.ref(column)} = ${id}`);
  return sql`
    taught as (
      select m.alias as id, count(*)::int as documents, min(m.acronym_key) as acronym_key,
             min(m.expansion_key) as expansion_key, mode() within group (order by m.acronym) as acronym,
             mode() within group (order by m.expansion) as expansion
        from alias_mention m
        join document d on d.org = m.org and d.id = m.document_id
       where m.org = ${org} and ${live} and ${readable(within)} and not ${isLateChecked(org)} ${only('m.alias')}
       group by m.alias),
    entered as (select a.* from alias a where a.org = ${org} ${only('a.id')}),
    known as (
      select id, coalesce(entered.acronym, taught.acronym) as acronym,
             coalesce(entered.expansion, taught.expansion) as expansion,
             coalesce(entered.acronym_key, taught.acronym_key) as acronym_key,
             coalesce(entered.expansion_key, taught.expansion_key) as expansion_key,
             coalesce(taught.documents, 0) as documents,
             case when exists (select 1 from alias_hidden h where h.org = ${org} and h.id = id) then 'hidden'
                  when entered.acronym is null then 'learned' else 'added' end as status
        from taught full join entered using (id))`;
}

function matches({ query, status, after }: AliasPage): RawBuilder<boolean> {
  const conditions = [sql<boolean>`true`];
  if (query !== undefined)
    conditions.push(
      sql<boolean>`(starts_with(acronym_key, nullif(${acronymKey(query)}::text, ''))
        or strpos(expansion_key, nullif(${expansionKey(query)}::text, '')) > 0)`,
    );
  if (status !== undefined) conditions.push(sql<boolean>`status = ${status}`);
  if (after !== undefined)
    conditions.push(sql<boolean>`(lower(acronym), id) > (lower(${after.acronym}), ${after.id}::uuid)`);
  return sql.join(conditions, sql` and `) as RawBuilder<boolean>;
}
