import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '../../ports/conversation-shares.ts';
import { callerNames, isActive } from './readable.ts';

/** Start of a statement: the common table expression `shared` holds what others share with the reader as it runs. */
export function sharedWith({ org, user }: Reader): RawBuilder<unknown> {
  return sql`
    with recursive ${callerNames(org, user)},
    shared as (
      select c.id, c.title, u.id as owner, u.name as owner_name,
             max(s.shared_at) as shared_at, max(s.through_ordinal) as through
        from conversation_share s
        join conversation c on c.org = ${org} and c.id = s.conversation_id
        join app_user u on u.org = ${org} and u.id = c.user_id and ${isActive}
        join organisation o on o.id = ${org} and o.sharing_allowed
       where s.org = ${org} and s.principal = any((select names from caller)::text[]) and c.user_id <> ${user}
       group by c.id, c.title, u.id, u.name)`;
}
