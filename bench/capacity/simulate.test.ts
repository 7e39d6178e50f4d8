import { expect, test } from 'vitest';
import { assumptions } from './assumptions.ts';
import { simulate } from './simulate.ts';

const [week, year, threeYears] = simulate(assumptions, [1, 52, 156]);

test('what comes in is there, and what goes is not', () => {
  expect([week?.documents, year?.documents, threeYears?.documents]).toEqual([2e5, 104e5, 312e5]);
  expect(year?.chunks).toBe(156e6);
  const [leaving] = simulate({ ...assumptions, goneInAYear: 0.2 }, [156]);
  expect(leaving?.documents).toBeLessThan(threeYears?.documents ?? 0);
});

test('the largest organisations get shards of their own, and the others share even buckets', () => {
  expect(week?.ownShards).toBe(0);
  expect(threeYears?.ownShards).toBeGreaterThan(10);
  expect(threeYears?.moved).toBeGreaterThan(0);
  // With nobody promoted, the bucket of the largest would be three times as full and more.
  const [together] = simulate({ ...assumptions, mostOwnShards: 0 }, [156]);
  expect(together?.fullestBucket).toBeGreaterThan(3);
  expect(threeYears?.fullestBucket).toBeLessThan(1.7);
});

test('what it takes grows with what there is, and with replicas', () => {
  expect(threeYears?.indexMemory).toBeCloseTo((year?.indexMemory ?? 0) * 3, -3);
  expect(threeYears?.eurosAMonth).toBeGreaterThan(year?.eurosAMonth ?? 0);
  const once = { ...assumptions, qdrant: { ...assumptions.qdrant, replicas: 1 } };
  expect(simulate(once, [52])[0]?.indexDisk).toBe((year?.indexDisk ?? 0) / 2);
  // Two replicas need a majority of three.
  expect(week?.indexNodes).toBe(3);
});
