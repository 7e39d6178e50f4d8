import type { Inbox } from '../../ports/inbox.ts';
import type { Database } from './database.ts';

/** The inbox in PostgreSQL. */
export function createInbox(db: Database): Inbox {
  return {
    find: async (org, source, key) => {
      const found = await db
        .selectFrom('inbox')
        .select('result')
        .where('org', '=', org)
        .where('source', '=', source)
        .where('event_id', '=', key)
        .executeTakeFirst();
      return found?.result ?? null;
    },
    keep: async (org, source, key, result) => {
      await db
        .insertInto('inbox')
        .values({ org, source, event_id: key, result: JSON.stringify(result) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}
