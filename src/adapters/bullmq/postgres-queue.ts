import {
  type Job as BullJob,
  createPostgresBackend,
  DelayedError,
  type PgPool,
  runMigrations,
  UnrecoverableError,
  withBackend,
} from 'bullmq';
import pg from 'pg';
import { tunables } from '../../../config/tunables.ts';
import { isAppError } from '../../core/errors.ts';
import type { Job, JobHandlers, JobQueue, JobResult } from '../../ports/job-queue.ts';
import { catalogue, type JobName, type QueueName, readingJobs } from '../../queue/catalogue.ts';
import type { PostgresConnection } from '../postgres/database.ts';

const { Queue, Worker } = withBackend(createPostgresBackend);

const queueNames = [...new Set(Object.values(catalogue).map((entry) => entry.queue))];

/** Jobs of one folder wait behind uploads: BullMQ takes jobs without priority first, then those with a low one. */
const bulkPriority = 10;

/**
 * BullMQ on PostgreSQL. A commit need not reach the disk before it is answered (five times the jobs per second): what a
 * power cut can lose is rebuilt at the next start from the documents' states.
 */
export async function openPostgresQueue(connection: PostgresConnection): Promise<JobQueue> {
  const pool = new pg.Pool({
    ...connection,
    max: 16,
    connectionTimeoutMillis: 10_000,
    options: '-c search_path=bullmq,public -c synchronous_commit=off',
  });
  pool.on('error', () => {});
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
  const queues = new Map(queueNames.map((name) => [name, openQueue(name)]));
  const workers: { close(): Promise<void>; waitUntilReady(): Promise<unknown> }[] = [];
  let closing: Promise<void> | null = null;

  function openQueue(name: QueueName) {
    const queue = new Queue<unknown, JobResult>(name, {
      connection: connectionPool,
      skipWaitingForReady: true,
    });
    queue.on('error', () => {});
    return queue;
  }

  return {
    add: async (jobs, { rankOf } = { rankOf: () => 0 }) => {
      for (const [name, queue] of queues) {
        const mine = jobs.filter((job) => catalogue[job.name].queue === name);
        if (mine.length > 0) await queue.addBulk(mine.map((job) => toBullJob(job, rankOf(job.payload.org))));
      }
    },

    work: async (handlers, { concurrency, onExhausted }) => {
      for (const name of queueNames) {
        const worker = new Worker<unknown, JobResult>(
          name,
          (job, token, signal) => carryOut(handlers, job, signal).catch(unlessInterrupted(job, token)),
          {
            connection: connectionPool,
            concurrency: concurrencyOf(name, concurrency),
            lockDuration: 60_000,
            removeOnComplete: { count: 0 },
            removeOnFail: { count: 1_000 },
          },
        );
        worker.on('error', () => {});
        worker.on('failed', (job) => {
          // Only a job that is not tried again has an end: after its last attempt, or when its workers died too often.
          if (job?.finishedOn) void onExhausted(toJob(job)).catch(() => {});
        });
        workers.push(worker);
      }
      await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    },

    counts: async () => {
      const counts = await Promise.all(
        [...queues.values()].map((queue) =>
          queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed'),
        ),
      );
      const sum = (...keys: string[]) =>
        counts.reduce((total, count) => total + keys.reduce((part, key) => part + (count[key] ?? 0), 0), 0);
      return {
        waiting: sum('waiting', 'prioritized', 'delayed'),
        active: sum('active'),
        failed: sum('failed'),
      };
    },

    isIdle: async (name) => {
      const counts = await queues.get(name)?.getJobCounts('waiting', 'prioritized', 'active');
      return Object.values(counts ?? {}).every((count) => count === 0);
    },

    forget: async (org, documents) => {
      let forgotten = 0;
      for (const queue of queues.values()) {
        const jobs = await queue.getJobs(['waiting', 'prioritized', 'delayed', 'failed']);
        for (const job of jobs) {
          const { payload } = toJob(job as BullJob<unknown, JobResult>);
          if (payload.org !== org || (documents !== 'all' && !documents.has(payload.id))) continue;
          // A worker may take it up at this very moment: then it is not removed, and finds nothing.
          forgotten += await job.remove().then(
            () => 1,
            () => 0,
          );
        }
      }
      // The library keeps what happened to jobs, under their keys, and cannot forget it yet.
      await pool.query(
        `delete from bullmq.event where split_part(data ->> 'jobId', '/', 1) = $1
            and ($2::text[] is null or split_part(data ->> 'jobId', '/', 2) = any($2))`,
        [org, documents === 'all' ? null : [...documents]],
      );
      return forgotten;
    },

    clear: async () => {
      for (const queue of queues.values()) await queue.obliterate({ force: true });
    },

    close: () => {
      closing ??= (async () => {
        await Promise.all(workers.map((worker) => worker.close()));
        await Promise.all([...queues.values()].map((queue) => queue.close()));
        await pool.end();
      })();
      return closing;
    },
  };
}

/** Second passes run one at a time: they must not take the processor from first readings. */
function concurrencyOf(name: QueueName, ingest: number): number {
  return { fetch: tunables.workplace.fetches, ingest, background: 1, embed: 2, rights: 2 }[name];
}

function toBullJob(job: Job, rank: number) {
  const { attempts, backoffMs, key } = catalogue[job.name];
  const bulk = 'lane' in job.payload && job.payload.lane === 'bulk';
  const priority = readingJobs.has(job.name) ? (bulk ? bulkPriority : 0) + rank : 0;
  return {
    name: job.name,
    data: job.payload,
    opts: {
      attempts,
      backoff: { type: 'exponential', delay: backoffMs },
      ...(key && { jobId: key(job.payload as never) }),
      ...(priority > 0 && { priority }),
    },
  };
}

const toJob = (job: BullJob<unknown, JobResult>) => ({ name: job.name, payload: job.data }) as Job;

/** Work that its process left when it was stopped is no failed attempt: it waits a moment for another process. */
function unlessInterrupted(job: BullJob<unknown, JobResult>, token: string | undefined) {
  return async (error: unknown): Promise<never> => {
    if (!isAppError(error) || error.code !== 'INTERRUPTED') throw error;
    await job.moveToDelayed(Date.now() + catalogue[job.name as JobName].backoffMs, token);
    throw new DelayedError();
  };
}

/** A payload that does not fit its schema can never succeed, so it is not tried again. */
async function carryOut(
  handlers: JobHandlers,
  job: BullJob<unknown, JobResult>,
  signal: AbortSignal | undefined,
): Promise<JobResult> {
  const name = job.name as JobName;
  const payload = catalogue[name]?.payload.safeParse(job.data);
  if (!payload?.success) throw new UnrecoverableError('payload does not fit the catalogue');
  const handle = handlers[name] as (payload: unknown, signal: AbortSignal) => Promise<JobResult>;
  return await handle(payload.data, signal ?? new AbortController().signal);
}
