import { setTimeout as sleep } from 'node:timers/promises';
import { type Job as BullJob, DelayedError, UnrecoverableError } from 'bullmq';
import { tunables } from '../../../config/tunables.ts';
import { isStoreAway } from '../../core/errors.ts';
import type { Job, JobHandlers, JobResult } from '../../ports/job-queue.ts';
import { catalogue, type JobName, type QueueName, readingJobs } from '../../queue/catalogue.ts';
import { isNoFailure } from '../../queue/is-no-failure.ts';

/** Jobs of one folder wait behind uploads: BullMQ takes jobs without priority first, then those with a low one. */
const bulkPriority = 10;

/** The queue of a job, and the job as BullMQ takes it; `rank` is the turn of its organisation. */
export function toBullJob(job: Job, rank: number) {
  const { attempts, backoffMs, key, ...entry } = catalogue[job.name];
  const bulk = 'lane' in job.payload && job.payload.lane === 'bulk';
  const priority = readingJobs.has(job.name) ? (bulk ? bulkPriority : 0) + rank : 0;
  return {
    queue: priority > 0 && 'backlog' in entry ? entry.backlog : entry.queue,
    job: {
      name: job.name,
      data: job.payload,
      opts: {
        attempts,
        backoff: { type: 'exponential', delay: backoffMs },
        ...(key && { jobId: key(job.payload as never) }),
        ...(priority > 0 && { priority }),
      },
    },
  };
}

/** Is told of each job that is carried out, and runs it. */
export type JobObserver = (
  job: {
    readonly name: JobName;
    /** The one in which it waited: what nobody waits for has queues of its own. */
    readonly queue: QueueName;
    readonly trace: string | undefined;
    readonly waitedMs: number;
  },
  run: () => Promise<JobResult>,
) => Promise<JobResult>;

/** The job that BullMQ was given. */
export const toJob = (job: BullJob<unknown, JobResult>) => ({ name: job.name, payload: job.data }) as Job;

/** Carries out a job; `isUrgent` when somebody waits for it. A payload that does not fit its schema can never succeed, so it is not tried again. */
export async function carryOut(
  handlers: JobHandlers,
  job: BullJob<unknown, JobResult>,
  {
    signal,
    isUrgent,
    observe,
  }: { readonly signal: AbortSignal | undefined; readonly isUrgent: boolean; readonly observe: JobObserver },
): Promise<JobResult> {
  const name = job.name as JobName;
  const payload = catalogue[name]?.payload.safeParse(job.data);
  if (!payload?.success) throw new UnrecoverableError('payload does not fit the catalogue');
  const handle = handlers[name] as (...given: [unknown, AbortSignal, boolean]) => Promise<JobResult>;
  const { trace } = payload.data;
  const queue = job.queueName as QueueName;
  return observe({ name, queue, trace, waitedMs: waitedMs(job) }, () =>
    handle(payload.data, signal ?? new AbortController().signal, isUrgent),
  );
}

/** Since it could have been carried out: what it was put off for is no waiting. */
function waitedMs({ timestamp, delay, attemptsMade, processedOn }: BullJob<unknown, JobResult>): number {
  return attemptsMade > 0 || processedOn === undefined ? 0 : Math.max(0, processedOn - timestamp - delay);
}

/**
 * What is no failed attempt waits for another one: work that its process left when it was stopped, and work whose stores are away, of which
 * the job can do nothing.
 */
export function unlessPutOff(
  job: BullJob<unknown, JobResult>,
  token: string | undefined,
  signal: AbortSignal | undefined,
) {
  const { storeAwayMs, putOffsAtMost } = tunables.queue;
  return async (error: unknown): Promise<never> => {
    if (!isNoFailure(error) || job.attemptsStarted >= putOffsAtMost) throw error;
    if (isStoreAway(error)) await sleep(storeAwayMs, undefined, signal && { signal }).catch(() => {});
    await job.moveToDelayed(Date.now() + catalogue[job.name as JobName].backoffMs, token);
    throw new DelayedError();
  };
}
