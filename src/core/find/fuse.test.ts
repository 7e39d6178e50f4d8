import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hit } from '../../ports/search-index.ts';
import { encodeQuery, termIdOf } from './encode.ts';
import { bestFirst, fuse, vectorStrengths, wordStrengths } from './fuse.ts';

const hit = (chunkId: string, score: number): Hit => ({ chunkId, documentId: 'd', score });
const hits = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...'abcdefgh'), fc.double({ min: 0.01, max: 1, noNaN: true })), {
    selector: ([id]) => id,
  })
  .map((list) => list.map(([id, score]) => hit(id, score)).sort(bestFirst));
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('fuse', () => {
  it('weighs both lists, and 0 where a chunk is absent', () => {
    const fused = fuse([hit('a', 1), hit('b', 0.5)], [hit('b', 1), hit('c', 0)], 0.5);
    expect(fused.map(({ chunkId, score }) => [chunkId, score])).toEqual([
      ['b', 0.75],
      ['a', 0.5],
      ['c', 0],
    ]);
  });

  it('keeps the order of one list when the other is empty, whatever the share', () => {
    fc.assert(
      fc.property(hits, share, (list, vectorShare) => {
        const order = list.map(({ chunkId }) => chunkId);
        expect(fuse(list, [], vectorShare).map(({ chunkId }) => chunkId)).toEqual(order);
        expect(fuse([], list, vectorShare).map(({ chunkId }) => chunkId)).toEqual(order);
      }),
    );
  });

  it('gives scores from 0 to 1, best first, each chunk once', () => {
    fc.assert(
      fc.property(hits, hits, share, (words, vectors, vectorShare) => {
        const fused = fuse(words, vectors, vectorShare);
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
    expect(fuse([hit('b', 1), hit('a', 1)], [], 0.5).map(({ chunkId }) => chunkId)).toEqual(['a', 'b']);
  });
});

describe('wordStrengths', () => {
  const statistics = (frequencies: Readonly<Record<string, number>>) => ({
    readableChunks: 100,
    documentFrequency: new Map(Object.entries(frequencies).map(([stem, count]) => [termIdOf(stem), count])),
  });

  it('is less where a part of the question stands nowhere', () => {
    const found = [hit('a', 3)];
    const both = statistics({ budget: 10, commun: 10 });
    const [known] = wordStrengths(found, encodeQuery('budget', ['fr']), both);
    const [unknown] = wordStrengths(found, encodeQuery('budget zibeline', ['fr']), both);
    expect(known?.score).toBeGreaterThan(2 * (unknown?.score ?? 1));
  });

  it('is 0 for a question without words', () => {
    expect(wordStrengths([hit('a', 3)], encodeQuery('', ['fr']), statistics({}))[0]?.score).toBe(0);
  });
});

describe('vectorStrengths', () => {
  it('is 1 for the nearest one that stands out, less for the others, and nothing below the mean', () => {
    const found = vectorStrengths([hit('a', 0.9), hit('b', 0.85), hit('c', 0.79)], {
      mean: 0.8,
      deviation: 0.01,
    });
    expect(found.map(({ chunkId }) => chunkId)).toEqual(['a', 'b']);
    expect(found[0]?.score).toBe(1);
    expect(found[1]?.score).toBeCloseTo(0.5 ** 1.5);
  });

  it('counts for less where nothing stands out', () => {
    const [first] = vectorStrengths([hit('a', 0.82)], { mean: 0.8, deviation: 0.02 });
    expect(first?.score).toBeLessThan(0.5);
  });

  it('takes the only one there is, and no hits at all', () => {
    expect(vectorStrengths([], { mean: 0, deviation: 0 })).toEqual([]);
    expect(vectorStrengths([hit('a', 0.9)], { mean: 0.8, deviation: 0 })[0]?.score).toBe(1);
  });
});
