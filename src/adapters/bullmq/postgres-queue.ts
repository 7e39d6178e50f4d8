import { createPostgresBackend, type PgPool, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import type { JobQueue, JobResult } from '../../ports/job-queue.ts';
import type { PostgresConnection } from '../postgres/database.ts';
import { type BullBackend, createBullQueue, type QueueOptions } from './bull-queue.ts';
import { withStoreErrors } from './with-store-errors.ts';

const { Queue, Worker } = withBackend(createPostgresBackend);

/**
 * BullMQ on PostgreSQL. A commit need not reach the disk before it is answered (five times the jobs per second): what a
 * power cut can lose is rebuilt afterwards from the documents' states.
 */
export async function openPostgresQueue(
  connection: PostgresConnection,
  options: QueueOptions = {},
): Promise<JobQueue> {
  const pool = new pg.Pool({
    ...connection,
    max: 16,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options: '-c search_path=bullmq,public -c synchronous_commit=off',
  });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  // Each queue and each worker listens to it.
  pool.setMaxListeners(0);
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  // BullMQ declares the pool's overloads more narrowly than pg does.
  const connectionPool = pool as unknown as PgPool;

  const backend: BullBackend = {
    openQueue: (name) => {
      const queue = new Queue<unknown, JobResult>(name, {
        connection: connectionPool,
        skipWaitingForReady: true,
      });
      queue.on('error', () => {});
      return queue;
    },

    openWorker: (name, process, options) =>
      new Worker<unknown, JobResult>(name, process, { connection: connectionPool, ...options }),

    forgetHistory: async (org, documents) => {
      await pool.query(
        `delete from bullmq.event where split_part(data ->> 'jobId', '/', 1) = $1
            and ($2::text[] is null or split_part(data ->> 'jobId', '/', 2) = any($2))`,
        [org, documents === 'all' ? null : [...documents]],
      );
    },

    noteLoss: async () => {
      await pool.query('update public.deployment set queue_whole_since = null');
    },

    mendIfLost: async (mend) => {
      const { rows } = await pool.query<{ startedAt: string; isWhole: boolean }>(
        `select pg_postmaster_start_time()::text as "startedAt",
                pg_postmaster_start_time() is not distinct from queue_whole_since as "isWhole" from public.deployment`,
      );
      const [server] = rows;
      if (!server || server.isWhole) return false;
      await mend();
      await pool.query('update public.deployment set queue_whole_since = $1::timestamptz', [
        server.startedAt,
      ]);
      return true;
    },

    close: () => pool.end(),
  };
  return withStoreErrors(createBullQueue(backend, options));
}
