import { sql } from 'kysely';
import type { SecurityItem, SecurityItemRepository } from '../../ports/security-item-repository.ts';
import type { Database, Transaction } from './database.ts';
import { recordAudit } from './record-audit.ts';

const columns = [
  'id',
  'message_id as messageId',
  'user_id as user',
  'documents',
  'state',
  'note',
  'opened_at as openedAt',
  'changed_at as changedAt',
  'changed_by as changedBy',
] as const;

/** As exact as a cursor can say it: two of one millisecond are told apart by their ids. */
const openedAt = sql<Date>`date_trunc('milliseconds', opened_at)`;

/** What people said they should not have seen, in PostgreSQL. */
export function createSecurityItemRepository(db: Database): SecurityItemRepository {
  return {
    list: (org, { limit, state, before }) => {
      let query = db.selectFrom('security_item').select(columns).where('org', '=', org);
      if (state !== undefined) query = query.where('state', '=', state);
      if (before)
        query = query.where((expression) =>
          expression.or([
            expression(openedAt, '<', before.openedAt),
            expression.and([expression(openedAt, '=', before.openedAt), expression('id', '>', before.id)]),
          ]),
        );
      return query.orderBy(openedAt, 'desc').orderBy('id').limit(limit).execute();
    },

    update: (org, id, { state, note }, by) =>
      db.transaction().execute(async (transaction) => {
        const changed = await transaction
          .updateTable('security_item')
          .set({ state, ...(note !== undefined && { note }), changed_at: new Date(), changed_by: by })
          .where('org', '=', org)
          .where('id', '=', id)
          .returning(columns)
          .executeTakeFirst();
        if (!changed) return null;
        await recordAudit(
          transaction,
          org,
          by,
          state === 'closed' ? 'security-item-closed' : 'security-item-opened',
          {
            itemId: id,
            messageId: changed.messageId,
          },
        );
        return changed;
      }),
  };
}

/** Opens an item about an answer, once for each person; one that was closed is open again. */
export async function openSecurityItem(
  transaction: Transaction,
  report: {
    readonly org: string;
    readonly user: string;
    readonly messageId: string;
    readonly offered: SecurityItem['documents'];
  },
): Promise<void> {
  const { org, user, messageId, offered } = report;
  const documents = offered.map(({ documentId, version, cited }) => ({ documentId, version, cited }));
  const opened = await transaction
    .insertInto('security_item')
    .values({
      org,
      id: crypto.randomUUID(),
      message_id: messageId,
      user_id: user,
      documents: JSON.stringify(documents),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['org', 'message_id', 'user_id'])
        .doUpdateSet({ state: 'open', changed_at: new Date(), changed_by: null })
        .where('security_item.state', '=', 'closed'),
    )
    .returning('id')
    .executeTakeFirst();
  // Said again of one that is open: nothing new.
  if (opened)
    await recordAudit(transaction, org, user, 'security-item-opened', {
      itemId: opened.id,
      messageId,
      documents,
    });
}
