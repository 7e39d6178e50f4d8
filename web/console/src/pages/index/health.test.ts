import { expect, it } from 'vitest';
import { ageOf } from './health.ts';

it('writes a length of time in its largest unit', () => {
  expect([0.4, 59, 60, 3_599, 3_600, 86_400, 864_000].map(ageOf)).toEqual([
    { unit: 'seconds', count: 0 },
    { unit: 'seconds', count: 59 },
    { unit: 'minutes', count: 1 },
    { unit: 'minutes', count: 60 },
    { unit: 'hours', count: 1 },
    { unit: 'days', count: 1 },
    { unit: 'days', count: 10 },
  ]);
});
