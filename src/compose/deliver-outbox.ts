import { setTimeout as sleep } from 'node:timers/promises';
import { tunables } from '../../config/tunables.ts';
import { codeOf } from '../core/errors.ts';
import { rankOfBacklog } from '../core/ingest/rank-of-backlog.ts';
import type { Job } from '../ports/job-queue.ts';
import type { Logger } from '../ports/logger.ts';
import { readingJobs } from '../queue/catalogue.ts';
import type { Stores } from './stores.ts';

/** Brings jobs from the outbox to the queue; several processes may. */
export type Delivery = {
  /** Says that something was just written to the outbox. */
  poke(): void;
  /** Takes up nothing more; settles when nothing is under way. */
  stop(): Promise<void>;
};

/** Starts to deliver, at once when poked. While the queue is away, jobs stay where they are. */
export function deliverOutbox(
  stores: Pick<Stores, 'documents' | 'outbox' | 'queue'>,
  { logger }: { readonly logger: Logger },
): Delivery {
  const { outboxBatch, outboxPollMs } = tunables.background;
  const stopping = new AbortController();
  let wake = () => {};

  async function deliver(): Promise<void> {
    while (!stopping.signal.aborted) {
      const poked = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const delivered = await stores.outbox.drain(outboxBatch, addInTurn).catch((error: unknown) => {
        logger.error({ code: codeOf(error) }, 'outbox not delivered');
        return 0;
      });
      if (delivered === 0)
        await Promise.race([poked, sleep(outboxPollMs, undefined, { signal: stopping.signal })]).catch(
          () => {},
        );
    }
  }

  /** Gives jobs to the queue: the more an organisation has waiting, the later its turn (R31). */
  async function addInTurn(jobs: readonly Job[]): Promise<void> {
    const ranks = new Map<string, number>();
    const reading = jobs.filter(({ name }) => readingJobs.has(name));
    for (const org of new Set(reading.map(({ payload }) => payload.org)))
      ranks.set(org, rankOfBacklog(await stores.documents.countWaiting(org)));
    await stores.queue.add(jobs, { rankOf: (org) => ranks.get(org) ?? 0 });
  }

  const ended = deliver();
  return {
    poke: () => wake(),
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}
