import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createVectorMatrix } from './vector-matrix.ts';

it('gives the dot products of the wanted vectors that it holds, for every dimension and across batches', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 3_000 }), { maxLength: 30 }),
      fc.func(fc.integer({ min: -3, max: 3 })),
      fc.func(fc.boolean()),
      (dimension, slots, component, isWanted) => {
        const vectorOf = (slot: number) =>
          Float32Array.from({ length: dimension }, (_, i) => component(slot, i));
        const query = vectorOf(-1);
        const matrix = createVectorMatrix(dimension);
        for (const slot of slots) matrix.set(slot, vectorOf(slot));
        for (const slot of slots.slice(0, 3)) matrix.clear(slot);
        const given = new Map<number, number>();
        const marks = Uint8Array.from({ length: 3_001 }, (_, slot) => (isWanted(slot) ? 2 : 1));
        matrix.scan(query, marks, 2, (first, dots) => {
          for (const [i, dot] of dots.entries()) given.set(first + i, dot);
        });
        const expected = slots
          .slice(3)
          .filter((slot) => isWanted(slot))
          .map(
            (slot) =>
              [slot, vectorOf(slot).reduce((sum, value, i) => sum + value * (query[i] ?? 0), 0)] as const,
          );
        expect(given).toEqual(new Map(expected));
      },
    ),
  );
});

it('scans more rows than one batch holds', () => {
  const matrix = createVectorMatrix(5);
  for (let slot = 0; slot < 2_500; slot++) matrix.set(slot, Float32Array.of(slot, 0, 0, 0, 1));
  let count = 0;
  matrix.scan(Float32Array.of(2, 0, 0, 0, 1), new Uint8Array(2_600), 0, (first, dots) => {
    for (const [i, dot] of dots.entries()) expect(dot).toBe(2 * (first + i) + 1);
    count += dots.length;
  });
  expect(count).toBe(2_500);
});
