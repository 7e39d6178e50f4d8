import { expect, test } from 'vitest';
import { rankOfBacklog } from './rank-of-backlog.ts';

test('R31: a large backlog goes behind a small one, by its size', () => {
  expect([0, 1, 20, 21, 40, 41, 50_000].map(rankOfBacklog)).toEqual([0, 0, 0, 1, 1, 2, 12]);
});
