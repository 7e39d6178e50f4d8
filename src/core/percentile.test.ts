import { expect, test } from 'vitest';
import { percentilesOf } from './percentile.ts';

test('percentiles are numbers that were given, by nearest rank, in whatever order they came', () => {
  const backwards = Array.from({ length: 200 }, (_, at) => 200 - at);
  expect(percentilesOf(backwards)).toEqual({ count: 200, p50: 100, p95: 190, p99: 198, max: 200 });
  expect(percentilesOf([1.234, 5.678], 2)).toEqual({ count: 2, p50: 1.23, p95: 5.68, p99: 5.68, max: 5.68 });
  expect(percentilesOf([])).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, max: 0 });
});
