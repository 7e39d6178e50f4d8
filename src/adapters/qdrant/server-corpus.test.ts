import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rarityOf } from '../../core/find/rarity.ts';
import { frequencyOf } from './server-corpus.ts';

test('the frequency is read back from a rarity in float32, to the last one where there are 100,000', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000_000 }),
      fc.integer({ min: 1, max: 100_000 }),
      (more, frequency) => {
        const count = frequency + more;
        expect(frequencyOf(Math.fround(rarityOf(count, frequency)), count)).toBe(frequency);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('beyond that it is off by a few in a million', () => {
  const [count, frequency] = [20_000_000, 5_000_000];
  const found = frequencyOf(Math.fround(rarityOf(count, frequency)), count);
  expect(Math.abs(found - frequency) / frequency).toBeLessThan(5e-6);
});
