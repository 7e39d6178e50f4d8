import type { FusionStore } from '../../ports/fusion-store.ts';
import type { Database } from './database.ts';
import { recordAudit } from './record-audit.ts';

/** Fitted fusion numbers in PostgreSQL. */
export function createFusionStore(db: Database): FusionStore {
  return {
    find: async (org) =>
      (await db
        .selectFrom('organisation_fusion')
        .select(['vector_weight as vectorWeight', 'with_reference as withReference'])
        .where('org', '=', org)
        .executeTakeFirst()) ?? null,

    keep: (org, numbers) =>
      db.transaction().execute(async (transaction) => {
        const row = {
          vector_weight: numbers.vectorWeight,
          with_reference: numbers.withReference,
          fitted_at: new Date(),
        };
        await transaction
          .insertInto('organisation_fusion')
          .values({ org, ...row })
          .onConflict((conflict) => conflict.column('org').doUpdateSet(row))
          .execute();
        await recordAudit(transaction, org, null, 'fusion-fitted', numbers);
      }),

    reset: (org) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('organisation_fusion')
          .where('org', '=', org)
          .returning('org')
          .executeTakeFirst();
        if (removed) await recordAudit(transaction, org, null, 'fusion-reset', {});
        return removed !== undefined;
      }),
  };
}
