import { type RawBuilder, sql } from 'kysely';
import { isUuid } from '../../core/is-uuid.ts';
import type { AccessExplanations, AccessFacts } from '../../ports/access-explanations.ts';
import type { Database } from './database.ts';
import { isLateChecked, live, readableClass } from './readable.ts';
import { pseudonymOf, recordAudit } from './record-audit.ts';

/** What decides about a document and a person, told by the expressions that the gate itself is made of. */
export function createAccessExplanations(db: Database): AccessExplanations {
  const personOf = async (org: string, user: string): Promise<AccessFacts['person'] | null> => {
    const { rows } = await sql<{ person: AccessFacts['person'] }>`
      select case when u.disabled_at is not null then 'disabled'
                  when u.is_guest and o.guests_excluded then 'guest-excluded' else 'active' end as person
        from app_user u join organisation o on o.id = u.org
       where u.org = ${org} and u.id = ${user}`.execute(db);
    return rows[0]?.person ?? null;
  };

  const documentOf = async (org: string, user: string, id: string): Promise<AccessFacts['document']> => {
    const { rows } = await sql<NonNullable<AccessFacts['document']>>`
      with recursive ${readableClass(org, user)}
      select case when d.parent_id is not null then 'parent' when i.acl is null then 'place'
                  when (i.acl ->> 'inherited')::boolean and exists (
                    select from folder_rule f
                     where f.org = ${org} and f.source = i.source and f.folder = any(i.folder_path)) then 'folder'
                  else 'document' end as "ruleOf",
             ${shared(sql`c.allow`)} as "allowedAs", cardinality(c.restricted_to) > 0 as restricts,
             ${shared(sql`c.restricted_to`)} as "withinAs", ${shared(sql`c.deny`)} as "deniedAs",
             d.access_class in (select id from readable_class) as "isReadable",
             sp.assistant_enabled as "isSpaceOpen", o.assistant_off_at is null as "isAssistantOn", ${live} as "isLive",
             d.state, d.reason, ${isLateChecked(org)} as "isLateChecked"
        from document d
        join organisation o on o.id = d.org
        join access_class c on c.org = d.org and c.id = d.access_class
        join space sp on sp.org = d.org and sp.id = d.space
        left join item i on i.org = d.org and i.document_id = d.id
       where d.org = ${org} and d.id = ${id}`.execute(db);
    return rows[0] ?? null;
  };

  const wasRemoved = async (org: string, id: string): Promise<boolean> => {
    const found = await db
      .selectFrom('tombstone')
      .select('document_id')
      .where('org', '=', org)
      .where('document_id', '=', id)
      .executeTakeFirst();
    return found !== undefined;
  };

  return {
    read: async (org, user, id) => {
      const [person, document] = isUuid(id)
        ? await Promise.all([personOf(org, user), documentOf(org, user, id)])
        : [null, null];
      if (person === null || (document === null && !(await wasRemoved(org, id)))) return null;
      return { person, document };
    },

    record: (org, by, { user, ...told }) =>
      db.transaction().execute(async (transaction) => {
        const person = await pseudonymOf(transaction, org, user);
        await recordAudit(transaction, org, by, 'access-explained', { user: person, ...told });
      }),
  };
}

/** SQL expression, after `readableClass`: which of these principals the caller is. */
const shared = (principals: RawBuilder<unknown>): RawBuilder<string[]> =>
  sql<
    string[]
  >`array(select name from unnest(${principals}) name, caller where name = any(caller.names) order by 1)`;
