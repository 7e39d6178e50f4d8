import { expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { retryAfterMs, retryDelayOf } from './retry-delay.ts';

const after = (value: string) => retryAfterMs(new Headers({ 'retry-after': value }));

test('a wait is asked for in seconds or as a date', () => {
  expect(retryAfterMs(new Headers())).toBeNull();
  expect([after('0'), after('2'), after('1.5'), after('-3')]).toEqual([0, 2_000, 1_500, 0]);
  const soon = after(new Date(Date.now() + 60_000).toUTCString()) ?? 0;
  expect(soon).toBeGreaterThan(50_000);
  expect(soon).toBeLessThanOrEqual(60_000);
  expect([after('Wed, 21 Oct 2015 07:28:00 GMT'), after('soon')]).toEqual([0, null]);
});

test('what is not worth another attempt is not waited for, nor what asks for too much', () => {
  const limited = new AppError('MODEL_RATE_LIMITED');
  const { longestRetryAfterMs, retryDelayMs } = tunables.answering;
  expect(retryDelayOf(new AppError('MODEL_REFUSED_KEY'), 0)).toBeNull();
  expect(retryDelayOf(limited, null)).toBe(retryDelayMs);
  expect(retryDelayOf(limited, longestRetryAfterMs)).toBe(longestRetryAfterMs);
  expect(retryDelayOf(limited, longestRetryAfterMs + 1)).toBeNull();
});
