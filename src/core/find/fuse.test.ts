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

describe('fuse', () => {
  it('adds both lists, and 0 where a chunk is absent', () => {
    const fused = fuse([hit('a', 1), hit('b', 0.5)], [hit('b', 0.25), hit('c', 0)]);
    expect(fused.map(({ chunkId, score }) => [chunkId, score])).toEqual([
      ['a', 1],
      ['b', 0.75],
      ['c', 0],
    ]);
  });

  it('keeps the order of one list when the other is empty', () => {
    fc.assert(
      fc.property(hits, (list) => {
        expect(fuse(list, [])).toEqual(list);
        expect(fuse([], list)).toEqual(list);
      }),
    );
  });

  it('gives each chunk once, best first, never below what one list says', () => {
    fc.assert(
      fc.property(hits, hits, (words, vectors) => {
        const fused = fuse(words, vectors);
        const scores = new Map(fused.map(({ chunkId, score }) => [chunkId, score]));
        expect(scores.size).toBe(fused.length);
        expect(fused).toEqual([...fused].sort(bestFirst));
        for (const { chunkId, score } of [...words, ...vectors])
          expect(scores.get(chunkId)).toBeGreaterThanOrEqual(score);
      }),
    );
  });

  it('orders equal scores by chunk id', () => {
    expect(fuse([hit('b', 1), hit('a', 1)], []).map(({ chunkId }) => chunkId)).toEqual(['a', 'b']);
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
  it('counts standard deviations above the mean, and nothing below it', () => {
    const found = vectorStrengths(
      [hit('a', 0.9), hit('b', 0.85), hit('c', 0.79)],
      { mean: 0.8, deviation: 0.02 },
      0.1,
    );
    expect(found.map(({ chunkId }) => chunkId)).toEqual(['a', 'b']);
    expect(found[0]?.score).toBeCloseTo(0.5);
    expect(found[1]?.score).toBeCloseTo(0.25);
  });

  it('counts for less where nothing stands out', () => {
    const first = (score: number) =>
      vectorStrengths([hit('a', score)], { mean: 0.8, deviation: 0.02 })[0]?.score ?? 0;
    expect(first(0.82)).toBeLessThan(first(0.9) / 2);
  });

  it('takes the only one there is, and no hits at all', () => {
    expect(vectorStrengths([], { mean: 0, deviation: 0 })).toEqual([]);
    expect(vectorStrengths([hit('a', 0.9)], { mean: 0.8, deviation: 0 }, 0.1)[0]?.score).toBe(0.1);
  });
});
