import { sql } from 'kysely';
import type { DataKeyRepository } from '../../ports/data-keys.ts';
import type { Database } from './database.ts';

/** Sealed keys of organisations in PostgreSQL: they go with the organisation. */
export function createDataKeyRepository(db: Database): DataKeyRepository {
  return {
    find: async (org) => {
      const found = await db
        .selectFrom('data_key')
        .select('sealed')
        .where('org', '=', org)
        .executeTakeFirst();
      return found ? new Uint8Array(found.sealed) : null;
    },

    add: async (org, sealed) => {
      await db
        .insertInto('data_key')
        .columns(['org', 'sealed'])
        .expression((build) =>
          build
            .selectFrom('organisation')
            .select(['id as org', sql.val(Buffer.from(sealed)).as('sealed')])
            .where('id', '=', org),
        )
        .onConflict((conflict) => conflict.column('org').doNothing())
        .execute();
    },

    replace: async (org, sealed, anew) => {
      const { numUpdatedRows } = await db
        .updateTable('data_key')
        .set({ sealed: Buffer.from(anew) })
        .where('org', '=', org)
        .where('sealed', '=', Buffer.from(sealed))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}
