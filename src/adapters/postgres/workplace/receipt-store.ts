import { sql } from 'kysely';
import type { ReceiptStore } from '../../../ports/receipt-store.ts';
import type { Database } from '../database.ts';

/** Receipts in PostgreSQL; triggers write them: see the migration `0026-reconciliation-and-receipts`. */
export function createReceiptStore(db: Database): ReceiptStore {
  return {
    listDue: async ({ org, id }, limit, now) => {
      const progress = await db
        .selectFrom('source_progress')
        .select(['receipt_attempts as attempts', 'receipts_next_at as nextAt'])
        .where('org', '=', org)
        .where('source', '=', id)
        .executeTakeFirst();
      if (!progress || (progress.nextAt !== null && progress.nextAt > now))
        return { receipts: [], attempts: progress?.attempts ?? 0 };
      const receipts = await db
        .selectFrom('receipt')
        .select(['id', 'item', 'outcome', 'reason', 'content_version as contentVersion', 'at'])
        .where('org', '=', org)
        .where('source', '=', id)
        .orderBy('id')
        .limit(limit)
        .execute();
      return { receipts, attempts: progress.attempts };
    },

    markTold: ({ org, id }, upTo) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('receipt')
          .where('org', '=', org)
          .where('source', '=', id)
          .where('id', '<=', upTo)
          .execute();
        await transaction
          .updateTable('source_progress')
          .set({ receipt_attempts: 0, receipts_next_at: null })
          .where('org', '=', org)
          .where('source', '=', id)
          .execute();
      }),

    postpone: async ({ org, id }, until) => {
      await db
        .updateTable('source_progress')
        .set({ receipt_attempts: sql<number>`receipt_attempts + 1`, receipts_next_at: until })
        .where('org', '=', org)
        .where('source', '=', id)
        .execute();
    },

    end: ({ org, id }, now) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('source_progress')
          .set({ receipts_ended_at: now })
          .where('org', '=', org)
          .where('source', '=', id)
          .execute();
        await transaction.deleteFrom('receipt').where('org', '=', org).where('source', '=', id).execute();
      }),

    dropOlder: async ({ org, id }, than) => {
      await db
        .deleteFrom('receipt')
        .where('org', '=', org)
        .where('source', '=', id)
        .where('at', '<', than)
        .execute();
    },
  };
}
