import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePieces } from './merge-pieces.ts';

type Item = { readonly text: string; readonly strength: number; readonly size: number };
const seam = ({ strength, text }: Item) => ({ strength, text });
const merged = (items: readonly Item[], limit: number) => {
  const size = (from: number, to: number) => items.slice(from, to).reduce((sum, item) => sum + item.size, 0);
  return mergePieces(items, seam, (left, right) => size(left.from, right.to) <= limit).map(
    ({ from, to }) => ({
      from,
      to,
      size: size(from, to),
    }),
  );
};

describe('mergePieces', () => {
  it('closes weak seams first', () => {
    const items = [
      { text: 'a', strength: 0, size: 1 },
      { text: 'b', strength: 5, size: 1 },
      { text: 'c', strength: 1, size: 1 },
    ];
    expect(merged(items, 2).map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });

  it('covers all items in order, within the limit, and leaves no two neighbours that fit together', () => {
    const item = fc.record({ text: fc.string(), strength: fc.nat(3), size: fc.integer({ min: 1, max: 10 }) });
    fc.assert(
      fc.property(fc.array(item), fc.integer({ min: 10, max: 40 }), (items, limit) => {
        const runs = merged(items, limit);
        expect(runs.flatMap(({ from, to }) => items.slice(from, to))).toEqual(items);
        for (const [at, run] of runs.entries()) {
          expect(run.size).toBeLessThanOrEqual(limit);
          const next = runs[at + 1];
          if (next) expect(run.size + next.size).toBeGreaterThan(limit);
        }
      }),
    );
  });
});
