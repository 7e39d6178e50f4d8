import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CanaryWorld, openCanaryWorld } from '../../support/rights/canary-world.ts';
import { sendCrowd } from '../../support/rights/crowd.ts';

let world: CanaryWorld;
beforeAll(async () => {
  world = await openCanaryWorld(3);
});
afterAll(() => world?.close());

test('R24, R28, R29: of many requests at once, a third left in the middle, every reply holds the mark of who asked alone', async () => {
  const { requests, aborted, own, wrong } = await sendCrowd(world, {
    requests: 120,
    abortShare: 0.3,
    seed: 3,
  });
  expect(wrong).toEqual([]);
  expect(aborted).toBeGreaterThan(requests / 10);
  expect(own).toBeGreaterThan(requests / 3);
});

test('R24: the marks of others are seen where they come', async () => {
  const [first, second] = world.readers;
  if (!first || !second) throw new Error('nobody');
  // Somebody with the token of another one, as if the server had mixed them up.
  const mixed = [{ ...first, token: second.token, document: second.document }];
  const { wrong } = await sendCrowd({ ...world, readers: mixed }, { requests: 10, abortShare: 0, seed: 3 });
  expect(wrong.some((what) => what.includes(second.canary))).toBe(true);
});
