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
  /** Says that something that an organisation waits for is about to come: `onUrgent` hears of it, unless it has a backlog itself. */
  expect(org: string): void;
  /** Takes up nothing more; settles when nothing is under way. */
  stop(): Promise<void>;
};

/** Starts to deliver, at once when poked; `onUrgent` hears of what somebody waits for. While the queue is away, jobs stay where they are. */
export function deliverOutbox(
  stores: Pick<Stores, 'documents' | 'outbox' | 'queue'>,
  { logger, onUrgent }: { readonly logger: Logger; readonly onUrgent?: () => void },
): Delivery {
  const { outboxBatch, outboxPollMs } = tunables.background;
  const stopping = new AbortController();
  /** As of the last time that jobs of an organisation were given to the queue. */
  const ranks = new Map<string, number>();
  const isSmall = (org: string) => (ranks.get(org) ?? 0) === 0;
  let wake = () => {};
  /** The code of what keeps jobs from the queue at the moment. */
  let failing: string | null = null;

  async function deliver(): Promise<void> {
    while (!stopping.signal.aborted) {
      const poked = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const delivered = await stores.outbox.drain(outboxBatch, addInTurn).then(tellBack, tellAway);
      if (delivered === 0)
        await Promise.race([poked, sleep(outboxPollMs, undefined, { signal: stopping.signal })]).catch(
          () => {},
        );
    }
  }

  function tellAway(error: unknown): number {
    const code = codeOf(error) ?? 'INTERNAL';
    // It is tried twice a second: what goes on as it was needs no word more.
    if (code !== failing) logger.error({ code }, 'outbox not delivered');
    failing = code;
    return 0;
  }

  function tellBack(delivered: number): number {
    if (failing !== null) logger.info({ code: failing }, 'outbox delivered again');
    failing = null;
    return delivered;
  }

  /** Gives jobs to the queue: the more an organisation has waiting, the later its turn (R31). */
  async function addInTurn(jobs: readonly Job[]): Promise<void> {
    const reading = jobs.filter(({ name }) => readingJobs.has(name));
    for (const org of new Set(reading.map(({ payload }) => payload.org)))
      ranks.set(org, rankOfBacklog(await stores.documents.countWaiting(org)));
    if (
      jobs.some(({ payload }) => 'lane' in payload && payload.lane === 'interactive' && isSmall(payload.org))
    )
      onUrgent?.();
    await stores.queue.add(jobs, { rankOf: (org) => ranks.get(org) ?? 0 });
  }

  const ended = deliver();
  return {
    poke: () => wake(),
    expect: (org) => {
      if (isSmall(org)) onUrgent?.();
    },
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}
