import { createRedisBackend, withBackend } from 'bullmq';
import type { RedisServer } from '../../../config/store-servers.ts';
import { AppError } from '../../core/errors.ts';
import type { JobQueue, JobResult } from '../../ports/job-queue.ts';
import { type BullBackend, createBullQueue, type QueueOptions } from './bull-queue.ts';
import { openRedis, runIdOf } from './redis-client.ts';
import { withStoreErrors } from './with-store-errors.ts';

const { Queue, Worker } = withBackend(createRedisBackend);

/**
 * BullMQ on Redis (7 or later). Whoever asks something of it hears within `tunables.queue.answerMs`, of a Redis that is away or stands
 * still too; whoever works waits until it is back.
 * @throws AppError `CONFIGURATION_INVALID` when it is older, or may throw jobs away; `STORE_UNAVAILABLE` when it does not answer
 */
export async function openRedisQueue(
  { prefix, ...connection }: RedisServer,
  options: QueueOptions & { readonly onWarning: (warning: string) => void },
): Promise<JobQueue> {
  const asking = await openRedis(connection, options);
  // Of their own, made when work begins: they wait for ever, where `asking` does not.
  let working: ReturnType<typeof asking.forWorkers> | null = null;
  /** Holds the run of the server in which all jobs were there: another run may have lost some, a wiped server holds none. */
  const mark = `${prefix}:whole-since-run`;
  const mending = 'mending';
  const ready: Promise<unknown>[] = [];

  const backend: BullBackend = {
    openQueue: (name) => {
      const queue = new Queue<unknown, JobResult>(name, {
        connection: asking.client,
        prefix,
        skipWaitingForReady: true,
        // Nobody reads them, and their keys name documents.
        streams: { events: { maxLen: 0 } },
      });
      queue.on('error', () => {});
      ready.push(queue.waitUntilReady());
      return queue;
    },

    openWorker: (name, process, workerOptions) => {
      working ??= asking.forWorkers();
      return new Worker<unknown, JobResult>(name, process, { connection: working, prefix, ...workerOptions });
    },

    forgetHistory: async () => {
      for (const key of await keysOf(`${prefix}:*:events`)) await asking.client.xtrim(key, 'MAXLEN', 0);
    },

    noteLoss: async () => {
      await asking.client.del(mark);
    },

    mendIfLost: async (mend) => {
      const run = await runIdOf(asking.client);
      if ((await asking.client.get(mark)) === run) return false;
      await asking.client.set(mark, mending);
      await mend();
      // Wiped meanwhile, it is mended once more.
      if ((await asking.client.get(mark)) === mending) await asking.client.set(mark, run);
      return true;
    },

    close: async () => {
      working?.disconnect();
      asking.client.disconnect();
    },
  };
  const queue = createBullQueue(backend, options);
  try {
    // BullMQ asks once who the server is, and of a queue that got no answer then all fails for ever.
    await Promise.all(ready);
  } catch (cause) {
    await Promise.allSettled(ready);
    await backend.close();
    throw new AppError('STORE_UNAVAILABLE', { cause, detail: 'REDIS_URL: Redis does not answer.' });
  }
  return withStoreErrors(queue);

  async function keysOf(pattern: string): Promise<string[]> {
    const found: string[] = [];
    for (let cursor = '0', first = true; first || cursor !== '0'; first = false) {
      const [next, keys] = await asking.client.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000);
      cursor = next;
      found.push(...keys);
    }
    return found;
  }
}
