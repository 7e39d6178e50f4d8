import { expect, test, vi } from 'vitest';
import { tunables } from '../../config/tunables.ts';
import type { Passage } from '../core/answer/passage.ts';
import { AppError } from '../core/errors.ts';
import type { Library } from '../ports/library.ts';
import type { Metrics } from '../ports/metrics.ts';
import { observeAnswer, observeGate, observeJobs, shareLook } from './observe.ts';

/** What was measured, in the order of the calls. */
function aLedger() {
  const said: unknown[][] = [];
  const metrics = new Proxy({} as Metrics, {
    get:
      (_target, name) =>
      (...given: unknown[]) =>
        void said.push([name, ...given]),
  });
  return { said, metrics };
}

test('the gate counts what the index offered and the database withheld', async () => {
  const { said, metrics } = aLedger();
  const readPassages: Library['readPassages'] = async () => [{ id: 'a' } as Passage];
  const gate = observeGate({ readPassages }, metrics);
  await gate.readPassages({} as never, ['a', 'b', 'c']);
  expect(said).toEqual([['gate', { read: 1, withheld: 2 }]]);
});

test('a job that throws has failed, or is put off for no fault of its own, and goes on throwing; it waited in its own queue', async () => {
  const { said, metrics } = aLedger();
  const observe = observeJobs(metrics);
  const job = {
    name: 'document.ingest',
    queue: 'ingest-backlog',
    trace: undefined,
    waitedMs: 1_500,
  } as const;
  expect(await observe(job, async () => 'indexed')).toBe('indexed');
  await expect(observe(job, () => Promise.reject(new Error('else')))).rejects.toThrow('else');
  for (const code of ['STORE_UNAVAILABLE', 'INTERRUPTED'] as const)
    await expect(observe(job, () => Promise.reject(new AppError(code)))).rejects.toMatchObject({ code });
  const { name, queue } = job;
  expect(said).toMatchObject([
    ['job', { name, queue, result: 'indexed' }, { waitedSeconds: 1.5 }],
    ['job', { name, queue, result: 'failed' }, { waitedSeconds: 1.5 }],
    ['job', { name, queue, result: 'put-off' }, { waitedSeconds: 1.5 }],
    ['job', { name, queue, result: 'put-off' }, { waitedSeconds: 1.5 }],
  ]);
});

test('an answer counts by how it ended, and as unfinished for whoever leaves', async () => {
  const { said, metrics } = aLedger();
  async function* events() {
    yield { type: 'text-delta' };
    yield { type: 'done', answer: { outcome: 'not-found' } };
  }
  for await (const _event of observeAnswer('question', events(), metrics));
  for await (const _event of observeAnswer('task', events(), metrics)) break;
  expect(said).toEqual([
    ['answer', 'question', 'not-found'],
    ['answer', 'task', 'unfinished'],
  ]);
});

test('those who look at the same time share one look, and a failure is not kept', async () => {
  let looks = 0;
  const look = shareLook(async () => {
    looks += 1;
    if (looks === 1) throw new Error('no database');
    return looks;
  });
  expect(tunables.metrics.countEveryMs).toBeGreaterThan(1_000);
  const first = await Promise.allSettled([look(), look()]);
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(looks).toBe(1);
  expect(await Promise.all([look(), look()])).toEqual([2, 2]);
});

test('a look that takes long rests long, and nobody waits for the next one longer than for a while', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const { countEveryMs, restFactor } = tunables.metrics;
    let looks = 0;
    let finish = () => {};
    const look = shareLook(() => {
      looks += 1;
      const found = looks;
      return new Promise<number>((resolve) => {
        finish = () => resolve(found);
      });
    });
    const tookMs = countEveryMs;
    const first = look();
    vi.advanceTimersByTime(tookMs);
    finish();
    expect(await first).toBe(1);
    vi.advanceTimersByTime(tookMs * (restFactor - 1) - 1);
    expect(await look()).toBe(1);
    expect(looks).toBe(1);
    vi.advanceTimersByTime(1);
    expect(await look()).toBe(1);
    expect(looks).toBe(2);
    finish();
    await vi.waitFor(async () => expect(await look()).toBe(2));
  } finally {
    vi.useRealTimers();
  }
});
