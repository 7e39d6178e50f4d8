import { expect, test } from 'vitest';
import { asGiven, byBrevity, scaleOf } from './card-weights.ts';

test('weights of a name come back as they were given, and one that is said whole scores the root of its number', () => {
  const given = { ids: Int32Array.of(2, 4, 6), weights: Float32Array.of(1, 0.5, 1) };
  const held = byBrevity(given);
  expect([...asGiven(held).weights]).toEqual([1, 0.5, 1].map((weight) => expect.closeTo(weight, 6)));
  expect(scaleOf(held)).toBeCloseTo(Math.sqrt(2.5), 6);
});

test('a name without words stays without', () => {
  const nothing = { ids: new Int32Array(), weights: new Float32Array() };
  expect(asGiven(byBrevity(nothing))).toEqual(nothing);
});
