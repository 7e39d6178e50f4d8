import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gather } from './gather.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('gathered questions', () => {
  const doubling = () => {
    const loads: [string, readonly number[]][] = [];
    const ask = gather(async (org: string, questions: readonly number[]) => {
      loads.push([org, questions]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (questions.includes(13)) throw new Error('thirteen');
      return questions.map((question) => 2 * question);
    }, 50);
    return { loads, ask };
  };

  it('go together, those of each organisation by themselves, and each gets its own answer', async () => {
    const { loads, ask } = doubling();
    const replies = Promise.all([ask('a', 1), ask('b', 2), ask('a', 3)]);
    await vi.advanceTimersByTimeAsync(200);
    expect(await replies).toEqual([2, 4, 6]);
    expect(loads).toEqual([
      ['a', [1, 3]],
      ['b', [2]],
    ]);
  });

  it('wait for the ones before, so that a slow database is asked less, not more', async () => {
    const { loads, ask } = doubling();
    const first = ask('a', 1);
    await vi.advanceTimersByTimeAsync(60);
    const others = Promise.all([ask('a', 2), ask('a', 3)]);
    await vi.advanceTimersByTimeAsync(30);
    expect(loads.length).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect([await first, await others]).toEqual([2, [4, 6]]);
    expect(loads.map(([, questions]) => questions)).toEqual([[1], [2, 3]]);
  });

  it('are asked at once after a quiet time, and then at most once in a window', async () => {
    const times: number[] = [];
    const ask = gather(async (_org: string, questions: readonly number[]) => {
      times.push(Date.now() - begun);
      return questions;
    }, 50);
    const begun = Date.now();
    for (let at = 0; at < 12; at += 1) {
      void ask('a', at);
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(500);
    void ask('a', 12);
    await vi.advanceTimersByTimeAsync(10);
    expect(times).toEqual([0, 50, 100, 150, 620]);
  });

  it('fail together, and the next ones are answered', async () => {
    const { ask } = doubling();
    const failed = Promise.allSettled([ask('a', 1), ask('a', 13)]);
    await vi.advanceTimersByTimeAsync(200);
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = ask('a', 2);
    await vi.advanceTimersByTimeAsync(200);
    expect(await next).toBe(4);
  });
});
