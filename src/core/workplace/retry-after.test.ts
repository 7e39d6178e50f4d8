import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

test('reads seconds and dates, bounded, and nothing else', () => {
  const now = Date.parse('2026-11-26T10:00:00Z');
  expect(retryAfterMs('12', now)).toBe(12_000);
  expect(retryAfterMs('Thu, 26 Nov 2026 10:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterMs('Thu, 26 Nov 2026 09:00:00 GMT', now)).toBe(0);
  expect(retryAfterMs('999999999', now)).toBe(3_600_000);
  expect(retryAfterMs('soon', now)).toBeUndefined();
  expect(retryAfterMs(undefined, now)).toBeUndefined();
});
