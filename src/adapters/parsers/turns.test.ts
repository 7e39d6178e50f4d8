import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

/** Work that ends when it is told to, and what has begun and ended so far. */
function makeWorks() {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async (): Promise<string> => {
    log.push(`${name} begins`);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    log.push(`${name} ends`);
    return name;
  };
  return { log, work, end: (name: string) => ends.get(name)?.() };
}
const patience = { slowAfterMs: 60_000 };
const ignore = (): void => undefined;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('runs so many at once, in order, and gives their results', async () => {
  const turns = createTurns({ size: 2, slowSize: 2, ...patience });
  const { log, work, end } = makeWorks();
  const results = ['a', 'b', 'c'].map((name) => turns(work(name), ignore));
  await settle();
  expect(log).toEqual(['a begins', 'b begins']);
  end('b');
  await settle();
  expect(log).toEqual(['a begins', 'b begins', 'b ends', 'c begins']);
  end('a');
  end('c');
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c']);
});

test('R81: slow work gives up its turn, up to the number of slow places', async () => {
  const turns = createTurns({ size: 1, slowSize: 2, slowAfterMs: 1 });
  const { log, work, end } = makeWorks();
  const slow: string[] = [];
  const results = ['a', 'b', 'c', 'd'].map((name) => turns(work(name), () => slow.push(name)));
  await expect.poll(() => log).toEqual(['a begins', 'b begins', 'c begins']);
  expect(slow).toEqual(['a', 'b']);
  // A slow place comes free: c moves there, and d has its turn.
  end('a');
  await expect.poll(() => log).toEqual(['a begins', 'b begins', 'c begins', 'a ends', 'd begins']);
  expect(slow).toEqual(['a', 'b', 'c']);
  for (const name of ['b', 'c', 'd']) end(name);
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
});

test('a failure is its own work’s alone, and frees its turn', async () => {
  const turns = createTurns({ size: 1, slowSize: 1, ...patience });
  const { work, end } = makeWorks();
  const failing = turns(() => Promise.reject(new Error('broken')), ignore);
  const next = turns(work('a'), ignore);
  await expect(failing).rejects.toThrow('broken');
  await settle();
  end('a');
  expect(await next).toBe('a');
});

test('without slow places, slow work keeps its turn', async () => {
  const turns = createTurns({ size: 1, slowSize: 0, slowAfterMs: 1 });
  const { log, work, end } = makeWorks();
  const results = ['a', 'b'].map((name) => turns(work(name), ignore));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(log).toEqual(['a begins']);
  end('a');
  await expect.poll(() => log).toEqual(['a begins', 'a ends', 'b begins']);
  end('b');
  expect(await Promise.all(results)).toEqual(['a', 'b']);
});
