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
        matrix.scan(query, isWanted, (slot, dot) => given.set(slot, dot));
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
  matrix.scan(
    Float32Array.of(2, 0, 0, 0, 1),
    () => true,
    (slot, dot) => {
      expect(dot).toBe(2 * slot + 1);
      count += 1;
    },
  );
  expect(count).toBe(2_500);
});
