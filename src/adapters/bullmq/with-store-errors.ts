import { setTimeout as sleep } from 'node:timers/promises';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { JobQueue } from '../../ports/job-queue.ts';

/**
 * A queue whose server does not answer is told of as any store; whoever only asks how many jobs there are hears so within
 * `tunables.queue.answerMs`, of a server that stands still too (R80).
 */
export function withStoreErrors(queue: JobQueue): JobQueue {
  const { answerMs } = tunables.queue;
  const told =
    <A extends readonly unknown[], R>(ask: (...given: A) => Promise<R>) =>
    (...given: A): Promise<R> =>
      ask(...given).catch((cause: unknown) => {
        throw new AppError('STORE_UNAVAILABLE', { cause });
      });
  const inTime = <A extends readonly unknown[], R>(ask: (...given: A) => Promise<R>) =>
    told((...given: A): Promise<R> => {
      const late = sleep(answerMs, undefined, { ref: false }).then(() => {
        throw new Error('no answer in time');
      });
      return Promise.race([ask(...given), late]);
    });
  return {
    ...queue,
    add: told(queue.add),
    counts: inTime(queue.counts),
    countsByQueue: inTime(queue.countsByQueue),
    isIdle: inTime(queue.isIdle),
    forget: told(queue.forget),
    clear: told(queue.clear),
  };
}
