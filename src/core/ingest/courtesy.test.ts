import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCourtesy } from './courtesy.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limits = { lingerMs: 100, longestMs: 2_000 };
/** Whether it may go on, as it stands. */
function step(courtesy: ReturnType<typeof createCourtesy>) {
  const state = { goesOn: false };
  void courtesy.standAside().then(() => {
    state.goesOn = true;
  });
  return state;
}

test('R31: backlog goes on at once when nothing is urgent, and waits while something is and a moment longer', async () => {
  const courtesy = createCourtesy(limits);
  const free = step(courtesy);
  await vi.advanceTimersByTimeAsync(0);
  expect(free.goesOn).toBe(true);

  const urgent = Promise.withResolvers<void>();
  const done = courtesy.urgently(() => urgent.promise);
  const held = step(courtesy);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(held.goesOn).toBe(false);
  urgent.resolve();
  await done;
  // Its next step may begin.
  await vi.advanceTimersByTimeAsync(90);
  expect(held.goesOn).toBe(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(held.goesOn).toBe(true);
});

test('what is announced keeps the way clear for a moment, and no longer when nothing comes', async () => {
  const courtesy = createCourtesy(limits);
  courtesy.announce();
  const held = step(courtesy);
  await vi.advanceTimersByTimeAsync(90);
  expect(held.goesOn).toBe(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(held.goesOn).toBe(true);
});

test('backlog goes on, step by step, beside urgent work that never ends', async () => {
  const courtesy = createCourtesy(limits);
  void courtesy.urgently(() => new Promise(() => {}));
  const held = step(courtesy);
  await vi.advanceTimersByTimeAsync(1_990);
  expect(held.goesOn).toBe(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(held.goesOn).toBe(true);
});
