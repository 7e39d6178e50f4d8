import { describe, expect, it } from 'vitest';
import { hit, ndcg, recall, reciprocalRank } from './ranking.ts';

// Two expected items: the first at rank 2, the second at rank 4.
const judged = { gains: [[], [0], [], [1], [0]], expected: 2 };

describe('scores of a ranking', () => {
  it('gives nDCG as by hand: (1/log2 3 + 1/log2 5) / (1 + 1/log2 3)', () => {
    expect(ndcg(judged)).toBeCloseTo((0.63093 + 0.43068) / (1 + 0.63093), 4);
  });

  it('is 1 for the best ranking and 0 for none of what is expected', () => {
    expect(ndcg({ gains: [[1], [0]], expected: 2 })).toBe(1);
    expect(ndcg({ gains: [[], []], expected: 2 })).toBe(0);
  });

  it('counts an item where it first appears, and nothing below the depth', () => {
    expect(ndcg({ gains: [[0], [0], [0]], expected: 2 })).toBeCloseTo(1 / (1 + 0.63093), 4);
    expect(ndcg(judged, 1)).toBe(0);
  });

  it('gives recall, hits and the reciprocal rank', () => {
    expect(recall(judged, 2)).toBe(0.5);
    expect(recall(judged, 4)).toBe(1);
    expect([hit(judged, 1), hit(judged, 2)]).toEqual([0, 1]);
    expect(reciprocalRank(judged)).toBe(0.5);
    expect(reciprocalRank({ gains: [[]], expected: 1 })).toBe(0);
  });

  it('lets a passage that holds two expected articles count for both in recall, and never exceeds 1', () => {
    const both = { gains: [[0, 1], [0]], expected: 2 };
    expect(recall(both, 5)).toBe(1);
    expect(ndcg(both)).toBeLessThanOrEqual(1);
  });
});
