import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkPoint, foldersOf, fromSparse, lotOf, lots, toSparse } from './points.ts';

test('words come back from the server as they went, negative terms and all', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), (given) => {
      const ids = Int32Array.from(given).sort();
      const words = { ids, weights: Float32Array.from(ids, (_, at) => at + 0.5) };
      const { indices, values } = toSparse(words);
      expect(indices.every((index) => index >= 0 && index < 2 ** 32)).toBe(true);
      // A server gives them in the order of its own numbers.
      const order = indices.map((_, at) => at).sort((a, b) => (indices[a] ?? 0) - (indices[b] ?? 0));
      const back = { indices: order.map((at) => indices[at]), values: order.map((at) => values[at]) };
      expect(fromSparse(back)).toEqual(words);
    }),
  );
});

test('a path lies in each of its folders and is one itself', () => {
  expect(foldersOf('a/b/c.pdf')).toEqual(['a', 'a/b', 'a/b/c.pdf']);
  expect(foldersOf('c.pdf')).toEqual(['c.pdf']);
});

test('lots are drawn evenly, so that those of a part are a sample', () => {
  const drawn = Array.from({ length: 20_000 }, (_, i) => lotOf(chunkPoint({ org: 'o', id: 'd' }, `c${i}`)));
  const tenth = drawn.filter((lot) => lot < lots / 10).length;
  expect(tenth).toBeGreaterThan(1_800);
  expect(tenth).toBeLessThan(2_200);
});
