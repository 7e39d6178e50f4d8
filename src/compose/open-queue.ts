import type { Environment } from '../../config/env.ts';
import type { JobObserver } from '../adapters/bullmq/bull-job.ts';
import type { PostgresConnection } from '../adapters/postgres/database.ts';
import { AppError } from '../core/errors.ts';
import type { JobQueue } from '../ports/job-queue.ts';

/**
 * The queue of jobs: on Redis where there is one, which is looked at now, else on PostgreSQL. BullMQ is a seventh of what most
 * commands would load, and few of them have to do with jobs: it comes when the queue is first used.
 */
export async function openQueue(
  { redis }: Pick<Environment, 'redis'>,
  connection: PostgresConnection,
  { onJob, onWarning }: { readonly onJob?: JobObserver; readonly onWarning?: (warning: string) => void },
): Promise<JobQueue> {
  if (!redis)
    return openWhenUsed(async () => {
      const { openPostgresQueue } = await import('../adapters/bullmq/postgres-queue.ts');
      return openPostgresQueue(connection, { observe: onJob });
    });
  const { openRedisQueue } = await import('../adapters/bullmq/redis-queue.ts');
  return openRedisQueue(redis, { onWarning: (warning) => onWarning?.(warning), observe: onJob });
}

function openWhenUsed(open: () => Promise<JobQueue>): JobQueue {
  let opening: Promise<JobQueue> | undefined;
  const opened = () => {
    opening ??= open().catch((cause: unknown) => {
      opening = undefined;
      throw new AppError('STORE_UNAVAILABLE', { cause });
    });
    return opening;
  };
  return {
    add: async (...given) => (await opened()).add(...given),
    work: async (...given) => (await opened()).work(...given),
    counts: async () => (await opened()).counts(),
    countsByQueue: async () => (await opened()).countsByQueue(),
    isIdle: async (name) => (await opened()).isIdle(name),
    forget: async (...given) => (await opened()).forget(...given),
    clear: async () => (await opened()).clear(),
    mendIfLost: async (mend) => (await opened()).mendIfLost(mend),
    close: async () => (await opening?.catch(() => null))?.close(),
  };
}
