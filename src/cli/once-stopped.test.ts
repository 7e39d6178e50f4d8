import { afterEach, expect, test } from 'vitest';
import { onceStopped } from './once-stopped.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const before = signals.map((signal) => process.listeners(signal));
afterEach(() => {
  for (const [at, signal] of signals.entries())
    for (const listener of process.listeners(signal))
      if (!before[at]?.includes(listener)) process.off(signal, listener);
});

test.each(signals)('%s stops in order', async (signal) => {
  let stops = 0;
  const stopped = onceStopped(async () => {
    stops += 1;
  });
  process.emit(signal);
  await stopped;
  expect(stops).toBe(1);
});
