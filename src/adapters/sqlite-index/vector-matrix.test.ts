import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sum } from '../../core/sum.ts';
import { createVectorMatrix } from './vector-matrix.ts';

const dotProduct = (a: Float32Array, b: Float32Array) => sum([...a].map((value, i) => value * (b[i] ?? 0)));
/** Half a step of a byte for each component of both: no dot product is further off. */
function tolerance(a: Float32Array, b: Float32Array): number {
  const step = (vector: Float32Array) => Math.max(...vector.map(Math.abs)) / 127;
  const size = (vector: Float32Array) => sum([...vector].map(Math.abs));
  return (size(a) * step(b) + size(b) * step(a) + (a.length * step(a) * step(b)) / 2) / 2 + 1e-4;
}

it('gives, as near as bytes can, the dot products of the wanted vectors that it holds, for every dimension and across batches', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 3_000 }), { maxLength: 30 }),
      fc.func(fc.float({ min: -3, max: 3, noNaN: true })),
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
        const scanned = matrix.scan(query, marks, 2, (slot, dot) => {
          given.set(slot, dot);
          return Number.NEGATIVE_INFINITY;
        });
        const expected = slots.slice(3).filter((slot) => isWanted(slot));
        expect([...given.keys()].sort()).toEqual(expected.sort());
        expect(scanned.compared).toBe(expected.length);
        expect(scanned.sum).toBeCloseTo(sum([...given.values()]), 5);
        expect(scanned.sumOfSquares).toBeCloseTo(sum([...given.values()].map((dot) => dot * dot)), 5);
        for (const slot of expected) {
          const vector = vectorOf(slot);
          const off = (given.get(slot) ?? Number.NaN) - dotProduct(vector, query);
          expect(Math.abs(off)).toBeLessThanOrEqual(tolerance(vector, query));
        }
      },
    ),
  );
});

it('scans more rows than one batch holds', () => {
  const matrix = createVectorMatrix(5);
  const vectorOf = (slot: number) => Float32Array.of(slot % 100, 0, 0, 0, 100);
  for (let slot = 0; slot < 2_500; slot++) matrix.set(slot, vectorOf(slot));
  const query = Float32Array.of(2, 0, 0, 0, 1);
  let count = 0;
  matrix.scan(query, new Uint8Array(2_600), 0, (slot, dot) => {
    const vector = vectorOf(slot);
    expect(Math.abs(dot - dotProduct(vector, query))).toBeLessThanOrEqual(tolerance(vector, query));
    count += 1;
    return Number.NEGATIVE_INFINITY;
  });
  expect(count).toBe(2_500);
});

it('offers what reaches the floor alone', () => {
  const matrix = createVectorMatrix(1);
  for (const [slot, value] of [3, 1, 2, 5, 4].entries()) matrix.set(slot, Float32Array.of(value));
  const offered: number[] = [];
  const { compared } = matrix.scan(Float32Array.of(1), new Uint8Array(5), 0, (slot, dot) => {
    offered.push(slot);
    return dot;
  });
  expect(compared).toBe(5);
  expect(offered).toEqual([0, 3]);
});

it('takes little memory for few vectors, and about what they weigh for many', () => {
  const matrix = createVectorMatrix(384);
  expect(matrix.bytes()).toBeLessThan(256 * 1024);
  for (let slot = 0; slot < 10_000; slot++) matrix.set(slot, new Float32Array(384));
  expect(matrix.bytes()).toBeLessThan(1.3 * 10_000 * 384 * 4);
});
