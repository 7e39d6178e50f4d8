import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import type { RetentionRepository } from '../../ports/retention-repository.ts';
import type { Database } from './database.ts';
import { deleteConversationRows } from './erase-person.ts';
import { isHeldConversation } from './held.ts';
import { recordAudit } from './record-audit.ts';

/** Retention in PostgreSQL. */
export function createRetentionRepository(db: Database): RetentionRepository {
  return {
    find: async (org) => {
      const found = await db
        .selectFrom('retention')
        .select('conversation_days as conversationDays')
        .where('org', '=', org)
        .executeTakeFirst();
      return found ?? { conversationDays: null };
    },

    save: (org, { conversationDays }, by) =>
      db.transaction().execute(async (transaction) => {
        const row = { conversation_days: conversationDays };
        await transaction
          .insertInto('retention')
          .values({ org, ...row })
          .onConflict((conflict) => conflict.column('org').doUpdateSet(row))
          .execute();
        await recordAudit(transaction, org, by, 'retention-changed', { conversationDays });
      }),

    purgeConversations: (org, before) =>
      db.transaction().execute(async (transaction) => {
        // One that is being continued at this moment is not waited for: it is no longer old.
        const { rows: old } = await sql<{ id: string }>`
          select c.id from conversation c
           where c.org = ${org} and c.updated_at < ${before} and not ${isHeldConversation(org)}
           order by c.updated_at limit ${tunables.lifecycle.conversationsPurged} for update skip locked`.execute(
          transaction,
        );
        const ids = old.map(({ id }) => id);
        if (ids.length === 0) return { conversations: 0 };
        const gone = await deleteConversationRows(transaction, org, ids);
        const { rows: held } = await sql<{ count: number }>`
          select count(*)::int as count from conversation c
           where c.org = ${org} and c.updated_at < ${before} and ${isHeldConversation(org)}`.execute(
          transaction,
        );
        await recordAudit(transaction, org, null, 'conversations-purged', {
          before: before.toISOString(),
          ...gone,
          keptByLegalHold: held[0]?.count ?? 0,
        });
        return { ...gone, conversations: ids.length };
      }),
  };
}
