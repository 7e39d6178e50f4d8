import { sql } from 'kysely';
import { openPostgresQueue } from '../../../src/adapters/bullmq/postgres-queue.ts';
import { openTestStores } from '../../support/test-stores.ts';
import { behavesAsJobQueue } from './behaviour.ts';

behavesAsJobQueue('BullMQ on PostgreSQL', async () => {
  const { connection, database, close } = await openTestStores();
  return {
    open: () => openPostgresQueue(connection),
    strand: async ({ payload }, deaths) => {
      await sql`update bullmq.job set state = 'active', lock_token = 'dead', locked_until_ms = 1, stalled_count = ${deaths},
        stalled_marked = true, attempts_started = ${deaths} where id like ${`%${payload.id}%`}`.execute(
        database,
      );
      // Dead workers are looked for every 30 s: not so long ago.
      await sql`delete from bullmq.meta where field = 'stalled-check'`.execute(database);
    },
    close,
  };
});
