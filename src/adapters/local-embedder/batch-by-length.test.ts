import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchByLength } from './batch-by-length.ts';

describe('batches of like lengths', () => {
  test('short texts stand together, long ones alone', () => {
    expect(batchByLength([300, 10, 250, 12, 700, 11], 512)).toEqual([[1, 5, 3], [2], [0], [4]]);
  });

  test('every text is in one batch, and no batch of several costs more than it may', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 600 })),
        fc.integer({ min: 1, max: 2_000 }),
        (lengths, most) => {
          const batches = batchByLength(lengths, most);
          expect(batches.flat().toSorted((a, b) => a - b)).toEqual(lengths.map((_, place) => place));
          for (const batch of batches) {
            const longest = Math.max(...batch.map((place) => lengths[place] ?? 0));
            expect(batch.length === 1 || batch.length * longest <= most).toBe(true);
          }
        },
      ),
    );
  });
});
