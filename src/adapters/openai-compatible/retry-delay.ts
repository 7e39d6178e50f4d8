import { tunables } from '../../../config/tunables.ts';
import type { AppError } from '../../core/errors.ts';

/**
 * How long to wait before a second attempt, in milliseconds: as the provider asked, else a moment. `null` when another
 * attempt is no use or the wait asked for is too long.
 */
export function retryDelayOf(error: AppError, askedMs: number | null): number | null {
  if (!error.retryable) return null;
  const { retryDelayMs, longestRetryAfterMs } = tunables.answering;
  if (askedMs === null) return retryDelayMs;
  return askedMs <= longestRetryAfterMs ? askedMs : null;
}

/** What `Retry-After` says, as seconds or as a date, in milliseconds from now. */
export function retryAfterMs(headers: Headers): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
