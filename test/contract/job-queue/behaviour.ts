import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import type { Job, JobHandlers, JobQueue } from '../../../src/ports/job-queue.ts';

type Ingest = Extract<Job, { readonly name: 'document.ingest' }>;

/** A server that keeps queues, and what tests do to it behind the queue's back. */
export type QueueServer = {
  /** One process's side of the queue. */
  open(): Promise<JobQueue>;
  /** Leaves a job that waits as `deaths` processes leave it that died with it in hand. */
  strand(job: Ingest, deaths: number): Promise<void>;
  close(): Promise<void>;
};

const org = 'bellerive';

const ingest = (lane: 'interactive' | 'bulk' = 'bulk', id: string = randomUUID()): Ingest => ({
  name: 'document.ingest',
  payload: { org, id, version: 1, lane },
});
const place = (id: string = randomUUID()): Job => ({ name: 'document.place', payload: { org, id } });

/** Handlers of which a test says what one does; the others do nothing. */
function handlers(some: Partial<JobHandlers>): JobHandlers {
  const nothing = async () => 'unchanged' as const;
  return {
    'document.fetch': nothing,
    'space.follow': nothing,
    'document.ingest': nothing,
    'document.rename': nothing,
    'document.recognise': nothing,
    'document.render': nothing,
    'document.embed': nothing,
    'document.place': nothing,
    'document.unindex': nothing,
    'index.mend': nothing,
    ...some,
  };
}
const settings = { concurrency: 2, onExhausted: async () => {} };
const isIdle = async (queue: JobQueue) => {
  const { waiting, active } = await queue.counts();
  expect({ waiting, active }).toEqual({ waiting: 0, active: 0 });
};
const eventually = (check: () => unknown, timeout = 20_000) => vi.waitFor(check, { timeout, interval: 40 });

/** What every queue does, wherever it keeps its jobs. */
export function behavesAsJobQueue(name: string, openServer: () => Promise<QueueServer>): void {
  describe(name, () => {
    let server: QueueServer;
    let queues: JobQueue[] = [];
    /** Clears behind each test; to open one costs more than most tests. */
    let broom: JobQueue;
    beforeAll(async () => {
      server = await openServer();
      broom = await server.open();
    });
    afterEach(async () => {
      await Promise.all(queues.map((queue) => queue.close()));
      queues = [];
      await broom.clear();
    });
    afterAll(async () => {
      await broom?.close();
      await server?.close();
    });

    async function openQueue(): Promise<JobQueue> {
      const queue = await server.open();
      queues.push(queue);
      return queue;
    }

    test('each of many jobs is carried out once by two processes that work side by side', async () => {
      const [one, two] = [await openQueue(), await openQueue()];
      const jobs = Array.from({ length: 100 }, () => ingest());
      const done: string[] = [];
      const work = handlers({
        'document.ingest': async ({ id }) => {
          done.push(id);
          return 'indexed';
        },
      });
      await one.add(jobs);
      await Promise.all([one.work(work, settings), two.work(work, settings)]);
      await eventually(() => isIdle(one));
      expect(done.sort()).toEqual(jobs.map(({ payload }) => payload.id).sort());
    });

    test('R87: a job that was interrupted waits for another process, and no attempt is counted', async () => {
      const queue = await openQueue();
      let interruptions = 0;
      const exhausted: Job[] = [];
      await queue.add([ingest()]);
      await queue.work(
        handlers({
          'document.ingest': async () => {
            if (interruptions === 5) return 'indexed';
            interruptions += 1;
            throw new AppError('INTERRUPTED');
          },
        }),
        {
          ...settings,
          onExhausted: async (job) => {
            exhausted.push(job);
          },
        },
      );
      await eventually(() => expect(interruptions).toBe(5));
      await eventually(() => isIdle(queue));
      expect(exhausted).toEqual([]);
      expect((await queue.counts()).failed).toBe(0);
    });

    test('a job that throws is tried again until it succeeds', async () => {
      const queue = await openQueue();
      let attempts = 0;
      const exhausted: Job[] = [];
      await queue.work(
        handlers({
          'document.ingest': async () => {
            attempts += 1;
            if (attempts < 3) throw new Error('not yet');
            return 'indexed';
          },
        }),
        { ...settings, onExhausted: async (job) => void exhausted.push(job) },
      );
      await queue.add([ingest()]);
      await eventually(() => expect(attempts).toBe(3));
      await eventually(() => isIdle(queue));
      expect(exhausted).toEqual([]);
      expect(await queue.counts()).toMatchObject({ failed: 0 });
    });

    test('R81: a poison job is tried a few times, then told once, and does not hold up the others', async () => {
      const queue = await openQueue();
      const poison = ingest();
      let attempts = 0;
      let others = 0;
      const exhausted: Job[] = [];
      await queue.work(
        handlers({
          'document.ingest': async ({ id }) => {
            if (id !== poison.payload.id) {
              others += 1;
              return 'indexed';
            }
            attempts += 1;
            throw new Error('poison');
          },
        }),
        { ...settings, onExhausted: async (job) => void exhausted.push(job) },
      );
      await queue.add([poison, ...Array.from({ length: 20 }, () => ingest())]);
      await eventually(() => expect(others).toBe(20), 5_000);
      expect(attempts).toBeLessThan(4);
      await eventually(() => expect(exhausted).toEqual([poison]));
      expect(attempts).toBe(4);
      expect(await queue.counts()).toEqual({ waiting: 0, active: 0, failed: 1 });
    });

    test('R81: a job whose worker died too often is told as given up, so that its document does not wait for ever', async () => {
      const queue = await openQueue();
      const job = ingest();
      await queue.add([job]);
      await server.strand(job, 9);
      const exhausted: Job[] = [];
      let carriedOut = 0;
      await queue.work(
        handlers({
          'document.ingest': async () => {
            carriedOut += 1;
            return 'indexed';
          },
        }),
        { ...settings, onExhausted: async (given) => void exhausted.push(given) },
      );
      await eventually(() => expect(exhausted).toEqual([job]));
      expect(carriedOut).toBe(0);
      await eventually(() => isIdle(queue));
    });

    test('R77, R81: a job whose workers were killed a few times is carried out', async () => {
      const queue = await openQueue();
      const job = ingest();
      await queue.add([job]);
      await server.strand(job, 4);
      const carriedOut: string[] = [];
      const exhausted: Job[] = [];
      await queue.work(
        handlers({
          'document.ingest': async ({ id }) => {
            carriedOut.push(id);
            return 'indexed';
          },
        }),
        { ...settings, onExhausted: async (given) => void exhausted.push(given) },
      );
      await eventually(() => expect(carriedOut).toEqual([job.payload.id]));
      await eventually(() => isIdle(queue));
      expect(exhausted).toEqual([]);
    });

    test('R80: a job whose store is away is put off, however often, and its end is recorded once that can be', async () => {
      const queue = await openQueue();
      const [patient, hopeless] = [ingest(), ingest()];
      let tries = 0;
      let ends = 0;
      await queue.work(
        handlers({
          'document.ingest': async ({ id }) => {
            if (id === hopeless.payload.id) throw new Error('poison');
            tries += 1;
            // Oftener than a job is tried that fails by itself.
            if (tries < 6) throw new AppError('STORE_UNAVAILABLE');
            return 'indexed';
          },
        }),
        {
          ...settings,
          onExhausted: async () => {
            ends += 1;
            if (ends < 3) throw new AppError('STORE_UNAVAILABLE');
          },
        },
      );
      await queue.add([patient, hopeless]);
      await eventually(() => expect([tries, ends]).toEqual([6, 3]), 40_000);
      expect(await queue.counts()).toMatchObject({ failed: 1 });
    });

    test('R80: a job that a store refuses for what it is, is given up after its attempts', async () => {
      const queue = await openQueue();
      const exhausted: Job[] = [];
      const job = ingest();
      await queue.work(
        handlers({
          'document.ingest': () => Promise.reject(new AppError('STORE_UNAVAILABLE', { retryable: false })),
        }),
        { ...settings, onExhausted: async (given) => void exhausted.push(given) },
      );
      await queue.add([job]);
      await eventually(() => expect(exhausted).toEqual([job]));
    });

    test('R31: what people wait for finds a place, however much backlog has taken its own, and each knows which it is', async () => {
      const queue = await openQueue();
      const urgent: boolean[] = [];
      const block = Promise.withResolvers<void>();
      await queue.add(Array.from({ length: 20 }, () => ingest('bulk')));
      await queue.work(
        handlers({
          'document.ingest': async ({ lane }, _signal, isUrgent) => {
            if (lane === 'bulk') await block.promise;
            urgent.push(isUrgent);
            return 'indexed';
          },
        }),
        settings,
      );
      await queue.add(Array.from({ length: 5 }, () => ingest('interactive')));
      await eventually(() => expect(urgent).toEqual([true, true, true, true, true]), 5_000);
      block.resolve();
      await eventually(() => isIdle(queue));
      expect(urgent.slice(5)).toEqual(Array.from({ length: 20 }, () => false));
    });

    test('R31: backlog goes in turns: those with little of it first', async () => {
      const queue = await openQueue();
      const order: string[] = [];
      const of = (name: string, count: number): Job[] =>
        Array.from({ length: count }, () => ({
          name: 'document.ingest',
          payload: { org: name, id: randomUUID(), version: 1, lane: 'interactive' },
        }));
      await queue.add(of('grande', 20), { rankOf: () => 5 });
      await queue.add(of('petite', 3), { rankOf: () => 1 });
      await queue.work(
        handlers({
          'document.ingest': async (payload) => {
            order.push(payload.org);
            return 'indexed';
          },
        }),
        { ...settings, concurrency: 1 },
      );
      await eventually(() => expect(order).toHaveLength(23));
      expect(order.slice(0, 3)).toEqual(['petite', 'petite', 'petite']);
    });

    test('rights do not wait behind ingestion', async () => {
      const queue = await openQueue();
      let placed = 0;
      const block = Promise.withResolvers<void>();
      await queue.add(Array.from({ length: 10 }, () => ingest()));
      await queue.work(
        handlers({
          'document.ingest': async () => {
            await block.promise;
            return 'indexed';
          },
          'document.place': async () => {
            placed += 1;
            return 'indexed';
          },
        }),
        settings,
      );
      await queue.add([place()]);
      await eventually(() => expect(placed).toBe(1), 5_000);
      expect((await queue.counts()).waiting).toBeGreaterThan(0);
      block.resolve();
    });

    test('R78: the same version asked ten times is one job', async () => {
      const queue = await openQueue();
      const job = ingest();
      for (let turn = 0; turn < 5; turn += 1) await queue.add([job, job]);
      expect((await queue.counts()).waiting).toBe(1);
    });

    test('clear forgets jobs in every state, and what comes afterwards is carried out', async () => {
      const queue = await openQueue();
      const job = ingest();
      await queue.add([job, ingest(), place()]);
      await server.strand(job, 0);
      await queue.clear();
      expect(await queue.counts()).toEqual({ waiting: 0, active: 0, failed: 0 });
      const done: string[] = [];
      await queue.work(
        handlers({
          'document.ingest': async ({ id }) => {
            done.push(id);
            return 'indexed';
          },
        }),
        settings,
      );
      await queue.add([job]);
      await eventually(() => expect(done).toEqual([job.payload.id]));
    });

    test('R87: close lets running jobs end and leaves the others for the next process', async () => {
      const queue = await openQueue();
      const [started, ended]: [string[], string[]] = [[], []];
      await queue.add(Array.from({ length: 10 }, () => ingest()));
      await queue.work(
        handlers({
          'document.ingest': async ({ id }) => {
            started.push(id);
            await sleep(400);
            ended.push(id);
            return 'indexed';
          },
        }),
        settings,
      );
      await eventually(() => expect(started.length).toBeGreaterThan(0));
      await queue.close();
      expect(ended).toEqual(started);

      const next = await openQueue();
      expect(await next.counts()).toMatchObject({ active: 0, waiting: 10 - ended.length });
    });

    test('a payload that does not fit the catalogue is not tried again', async () => {
      const queue = await openQueue();
      let calls = 0;
      await queue.work(
        handlers({
          'document.place': async () => {
            calls += 1;
            return 'indexed';
          },
        }),
        settings,
      );
      await queue.add([{ name: 'document.place', payload: { org, id: 'not-a-uuid' } }]);
      await eventually(async () => expect(await queue.counts()).toMatchObject({ failed: 1, waiting: 0 }));
      expect(calls).toBe(0);
    });

    test('R70: jobs of a document, and of an organisation, are forgotten, also those that have failed', async () => {
      const queue = await openQueue();
      const [gone, kept] = [randomUUID(), randomUUID()];
      await queue.add([ingest('bulk', gone), ingest('bulk', gone), place(gone), ingest('bulk', kept)]);
      await queue.add([{ name: 'document.place', payload: { org: 'autre', id: kept } }]);
      // Both jobs of one version have one key: in one queue they are one.
      expect(await queue.forget(org, new Set([gone]))).toBe(2);
      expect(await queue.counts()).toMatchObject({ waiting: 2 });

      await queue.add([{ name: 'document.ingest', payload: { org, id: gone, version: 0, lane: 'bulk' } }]);
      await queue.work(handlers({}), settings);
      await eventually(async () => expect(await queue.counts()).toMatchObject({ waiting: 0, failed: 1 }));
      expect(await queue.forget('autre', 'all')).toBe(0);
      expect(await queue.forget(org, 'all')).toBe(1);
      expect(await queue.counts()).toEqual({ waiting: 0, active: 0, failed: 0 });
    });

    test('R79: what was lost is mended once, and again when mending did not succeed', async () => {
      const queue = await openQueue();
      await queue.mendIfLost(async () => {});
      let mended = 0;
      const mend = async () => {
        mended += 1;
        if (mended === 1) throw new Error('the database is away');
      };
      expect(await queue.mendIfLost(mend)).toBe(false);
      await queue.clear();
      await expect(queue.mendIfLost(mend)).rejects.toThrow();
      expect(await queue.mendIfLost(mend)).toBe(true);
      expect(await queue.mendIfLost(mend)).toBe(false);
      expect(mended).toBe(2);
    });
  });
}
