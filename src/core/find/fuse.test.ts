import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hit } from '../../ports/search-index.ts';
import { bestFirst, fuseMinMax } from './fuse.ts';

const hit = (chunkId: string, score: number): Hit => ({ chunkId, documentId: 'd', score });
const hits = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...'abcdefgh'), fc.double({ min: 0.01, max: 50, noNaN: true })), {
    selector: ([id]) => id,
  })
  .map((list) => list.map(([id, score]) => hit(id, score)).sort(bestFirst));

describe('fuseMinMax', () => {
  it('weighs both lists, and 0 where a chunk is absent', () => {
    const fused = fuseMinMax([hit('a', 10), hit('b', 5)], [hit('b', 0.9), hit('c', 0.8)], 0.5);
    expect(fused.map(({ chunkId, score }) => [chunkId, score])).toEqual([
      ['b', 0.75],
      ['a', 0.5],
      ['c', 0],
    ]);
  });

  it('keeps the order of one list when the other is empty, whatever the share', () => {
    fc.assert(
      fc.property(hits, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const order = list.map(({ chunkId }) => chunkId);
        expect(fuseMinMax(list, [], share).map(({ chunkId }) => chunkId)).toEqual(order);
      }),
    );
  });

  it('gives scores from 0 to 1, best first, each chunk once', () => {
    fc.assert(
      fc.property(hits, hits, fc.double({ min: 0, max: 1, noNaN: true }), (words, vectors, share) => {
        const fused = fuseMinMax(words, vectors, share);
        expect(new Set(fused.map(({ chunkId }) => chunkId)).size).toBe(fused.length);
        expect(fused).toEqual([...fused].sort(bestFirst));
        for (const { score } of fused) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it('orders equal scores by chunk id', () => {
    expect(fuseMinMax([hit('b', 1), hit('a', 1)], [], 0.5).map(({ chunkId }) => chunkId)).toEqual(['a', 'b']);
  });
});
