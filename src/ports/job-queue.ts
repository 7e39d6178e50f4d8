import type { JobName, JobPayload, QueueName } from '../queue/catalogue.ts';

/** A job on its way to the queue. */
export type Job = { [N in JobName]: { readonly name: N; readonly payload: JobPayload<N> } }[JobName];

/** Jobs of a queue that wait or are put off, are carried out, or have failed for good. */
export type QueueCounts = { readonly waiting: number; readonly active: number; readonly failed: number };

/** Carries out one job; throws to have it tried again. `isUrgent`: somebody waits for it, so it stands aside for no other. */
export type JobHandlers = {
  readonly [N in JobName]: (
    payload: JobPayload<N>,
    signal: AbortSignal,
    isUrgent: boolean,
  ) => Promise<JobResult>;
};

export type JobResult = 'indexed' | 'unchanged' | 'removed' | 'skipped';

/** A durable queue: each job is carried out at least once, a few at a time, by any of the processes that work. */
export type JobQueue = {
  /**
   * `rankOf` says how many have asked before in an organisation (`rankOfBacklog`): reading of those with a lower rank goes first, and
   * with a rank above 0 it is backlog, as what is asked for in bulk. Without it all have the same.
   */
  add(jobs: readonly Job[], options?: { readonly rankOf: (org: string) => number }): Promise<void>;
  /** Starts to carry out jobs in this process. `onExhausted` is told of a job whose last attempt failed. */
  work(
    handlers: JobHandlers,
    options: { readonly concurrency: number; readonly onExhausted: (job: Job) => Promise<void> },
  ): Promise<void>;
  /** All queues together. */
  counts(): Promise<QueueCounts>;
  countsByQueue(): Promise<Readonly<Record<QueueName, QueueCounts>>>;
  /** True when no job of the queue waits or is carried out; those put off after a failure do not count. */
  isIdle(name: QueueName): Promise<boolean>;
  /**
   * Forgets jobs of an organisation that wait, are put off or have failed: those of some documents, or all of them. What is
   * being carried out goes on, and finds nothing. Gives how many.
   */
  forget(org: string, documents: ReadonlySet<string> | 'all'): Promise<number>;
  /** Forgets all jobs, as if they had been lost; only for a process that is alone with the data. */
  clear(): Promise<void>;
  /**
   * Calls `mend` when jobs may have been lost (the server of the queue was wiped, or started again without its last second) since the
   * last `mend` that succeeded. Gives whether it did.
   */
  mendIfLost(mend: () => Promise<void>): Promise<boolean>;
  /** Lets running jobs end, takes no new ones. */
  close(): Promise<void>;
};
