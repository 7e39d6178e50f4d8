import { setTimeout as sleep } from 'node:timers/promises';
import type { AnsweringModel } from '../../../src/core/answer/answering-model.ts';

/** Ways in which a reader leaves: before the first word, after it, by leaving the loop. */
const ways = ['at once', 'after a word', 'leaving'] as const;

/** Starts `count` streams, some at a time, and leaves each of them. Gives how long the slowest took to let go, in milliseconds. */
export async function abortStreams(model: AnsweringModel, count: number, atOnce: number): Promise<number> {
  let next = 0;
  let slowestMs = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        next += 1;
        slowestMs = Math.max(slowestMs, await abortOne(model, ways[next % ways.length] ?? 'leaving'));
      }
    }),
  );
  return slowestMs;
}

async function abortOne(model: AnsweringModel, way: (typeof ways)[number]): Promise<number> {
  const stop = new AbortController();
  let left = 0;
  const leave = (): void => {
    left = performance.now();
    stop.abort(new Error('the reader left'));
  };
  try {
    if (way === 'at once') setTimeout(leave, 2);
    for await (const { type } of model.stream([{ role: 'user', content: '?' }], { signal: stop.signal })) {
      if (type !== 'text-delta') continue;
      if (way === 'after a word') leave();
      if (way === 'leaving') {
        left = performance.now();
        break;
      }
    }
  } catch (error) {
    if (error !== stop.signal.reason) throw error;
  }
  return performance.now() - left;
}

/** Sockets and timers that keep this process alive, once what was closed is gone. */
export async function openResources(): Promise<Record<string, number>> {
  await sleep(100);
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo())
    if (/Timeout|TCP|TLS/.test(name)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
