import { expect, it } from 'vitest';
import { dayOf } from '../local-time.ts';
import { opensOn, reopensAt } from './period.ts';

it('reckons days and months in Paris', () => {
  // Half past eleven in the evening in UTC is past midnight there.
  expect(dayOf(new Date('2026-07-31T22:30:00Z'))).toBe('2026-08-01');
  expect(opensOn('month', new Date('2026-07-31T22:30:00Z'))).toBe('2026-08-01');
  expect(opensOn('day', new Date('2026-12-31T22:59:59Z'))).toBe('2026-12-31');
  expect(opensOn('month', new Date('2026-12-31T23:00:00Z'))).toBe('2027-01-01');
});

it.each([
  ['day', '2026-11-26', '2026-11-26T23:00:00.000Z'],
  ['day', '2026-07-14', '2026-07-14T22:00:00.000Z'],
  // The days on which clocks change.
  ['day', '2026-03-28', '2026-03-28T23:00:00.000Z'],
  ['day', '2026-03-29', '2026-03-29T22:00:00.000Z'],
  ['day', '2026-10-24', '2026-10-24T22:00:00.000Z'],
  ['day', '2026-10-25', '2026-10-25T23:00:00.000Z'],
  ['month', '2026-03-01', '2026-03-31T22:00:00.000Z'],
  ['month', '2026-12-01', '2026-12-31T23:00:00.000Z'],
  ['day', '2028-02-28', '2028-02-28T23:00:00.000Z'],
] as const)('the %s of %s ends at %s', (period, first, end) => {
  const opens = reopensAt(period, first);
  expect(opens.toISOString()).toBe(end);
  expect(opensOn(period, opens)).not.toBe(first);
  expect(opensOn(period, new Date(opens.getTime() - 1))).toBe(first);
});
