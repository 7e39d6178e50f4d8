import { setTimeout as sleep } from 'node:timers/promises';
import type { Job as BullJob, Processor } from 'bullmq';
import { tunables } from '../../../config/tunables.ts';
import { isStoreAway } from '../../core/errors.ts';
import { sum } from '../../core/sum.ts';
import type { Job, JobQueue, JobResult, QueueCounts } from '../../ports/job-queue.ts';
import { catalogue, type QueueName } from '../../queue/catalogue.ts';
import { carryOut, type JobObserver, toBullJob, toJob, unlessPutOff } from './bull-job.ts';

const entries = Object.values(catalogue);
const backlogs = new Set<QueueName>(entries.flatMap((entry) => ('backlog' in entry ? entry.backlog : [])));
const queueNames = [...new Set<QueueName>([...entries.map((entry) => entry.queue), ...backlogs])];

type State = 'waiting' | 'prioritized' | 'delayed' | 'active' | 'failed';

/** What is used of BullMQ's queue, wherever it keeps its jobs. */
type BullQueue = {
  addBulk(jobs: ReturnType<typeof toBullJob>['job'][]): Promise<unknown>;
  getJobCounts(...states: State[]): Promise<Record<string, number>>;
  getJobs(states: State[]): Promise<unknown[]>;
  obliterate(options: { force: boolean }): Promise<void>;
  close(): Promise<void>;
};

type BullWorker = {
  on(event: 'error', listener: () => void): unknown;
  on(event: 'failed', listener: (job: BullJob<unknown, JobResult> | undefined) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
};

/** Where BullMQ keeps its jobs. */
export type BullBackend = {
  openQueue(name: QueueName): BullQueue;
  openWorker(
    name: QueueName,
    process: Processor<unknown, JobResult>,
    options: { readonly concurrency: number } & typeof workerOptions,
  ): BullWorker;
  /** Forgets what the library keeps of jobs that are over: their keys name documents. */
  forgetHistory(org: string, documents: ReadonlySet<string> | 'all'): Promise<void>;
  /** Records that jobs were lost. */
  noteLoss(): Promise<void>;
  readonly mendIfLost: JobQueue['mendIfLost'];
  /** Called when no queue and no worker uses it any more. */
  close(): Promise<void>;
};

const workerOptions = {
  lockDuration: tunables.queue.lockMs,
  // A job is given away at the second look that finds it without a lock.
  stalledInterval: tunables.queue.lockMs / 2,
  maxStalledCount: tunables.queue.lostAtMost,
  runRetryDelay: tunables.queue.reconnectMs,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: tunables.queue.failuresKept },
};

export type QueueOptions = { readonly observe?: JobObserver | undefined };

/** A queue of jobs by BullMQ; `observe` is told of each that is carried out. */
export function createBullQueue(
  backend: BullBackend,
  { observe = (_job, run) => run() }: QueueOptions = {},
): JobQueue {
  const queues = new Map(queueNames.map((name) => [name, backend.openQueue(name)]));
  const workers: BullWorker[] = [];
  const leaving = new AbortController();
  let closing: Promise<void> | null = null;

  async function countsByQueue() {
    const counts = await Promise.all(
      [...queues].map(async ([name, queue]) => [name, await countsOf(queue)] as const),
    );
    return Object.fromEntries(counts) as Record<QueueName, QueueCounts>;
  }

  return {
    add: async (jobs, { rankOf } = { rankOf: () => 0 }) => {
      const ranked = jobs.map((job) => toBullJob(job, rankOf(job.payload.org)));
      for (const [name, queue] of queues) {
        const mine = ranked.filter((one) => one.queue === name).map(({ job }) => job);
        if (mine.length > 0) await queue.addBulk(mine);
      }
    },

    work: async (handlers, { concurrency, onExhausted }) => {
      for (const name of queueNames) {
        const worker = backend.openWorker(
          name,
          (job, token, signal) =>
            carryOut(handlers, job, { signal, isUrgent: !backlogs.has(name), observe }).catch(
              unlessPutOff(job, token, signal),
            ),
          { ...workerOptions, concurrency: concurrencyOf(name, concurrency) },
        );
        worker.on('error', () => {});
        worker.on('failed', (job) => {
          // Only a job that is not tried again has an end: after its last attempt, or when its workers died too often.
          if (job?.finishedOn) void recordEnd(toJob(job), onExhausted, leaving.signal);
        });
        workers.push(worker);
      }
      await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    },

    counts: async () => {
      const each = Object.values(await countsByQueue());
      const all = (state: keyof QueueCounts) => sum(each.map((counts) => counts[state]));
      return { waiting: all('waiting'), active: all('active'), failed: all('failed') };
    },

    countsByQueue,

    isIdle: async (name) => {
      const counts = await queues.get(name)?.getJobCounts('waiting', 'prioritized', 'active');
      return Object.values(counts ?? {}).every((count) => count === 0);
    },

    forget: async (org, documents) => {
      let forgotten = 0;
      for (const queue of queues.values()) {
        const jobs = await queue.getJobs(['waiting', 'prioritized', 'delayed', 'failed']);
        for (const job of jobs as BullJob<unknown, JobResult>[]) {
          const { payload } = toJob(job);
          if (payload.org !== org) continue;
          if (documents !== 'all' && !('id' in payload && documents.has(payload.id))) continue;
          // A worker may take it up at this very moment: then it is not removed, and finds nothing.
          forgotten += await job.remove().then(
            () => 1,
            () => 0,
          );
        }
      }
      await backend.forgetHistory(org, documents);
      return forgotten;
    },

    clear: async () => {
      await backend.noteLoss();
      for (const queue of queues.values()) await queue.obliterate({ force: true });
    },

    mendIfLost: backend.mendIfLost,

    close: () => {
      closing ??= (async () => {
        await Promise.all(workers.map((worker) => worker.close()));
        leaving.abort();
        await Promise.all([...queues.values()].map((queue) => queue.close()));
        await backend.close();
      })();
      return closing;
    },
  };
}

/** Has a job's end recorded, also where the stores that failed it are still away. */
async function recordEnd(
  job: Job,
  onExhausted: (job: Job) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const error = await onExhausted(job).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!isStoreAway(error)) return;
    await sleep(tunables.queue.reconnectMs, undefined, { signal, ref: false }).catch(() => {});
  }
}

async function countsOf(queue: BullQueue): Promise<QueueCounts> {
  const states = await queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed');
  const { waiting = 0, prioritized = 0, delayed = 0, active = 0, failed = 0 } = states;
  return { waiting: waiting + prioritized + delayed, active, failed };
}

/** Second passes run one at a time: they must not take the processor from first readings. */
function concurrencyOf(name: QueueName, ingest: number): number {
  const { fetches, backlogFetches } = tunables.workplace;
  return {
    rights: 2,
    fetch: fetches,
    ingest,
    'fetch-backlog': backlogFetches,
    'ingest-backlog': ingest,
    background: 1,
    embed: 2,
    index: 1,
  }[name];
}
