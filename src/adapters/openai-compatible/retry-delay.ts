import { tunables } from '../../../config/tunables.ts';
import { toModelError } from './vendor-error.ts';

/**
 * How long to wait before a second attempt, in milliseconds: as `Retry-After` says, else a moment. `null` when another
 * attempt is no use or the wait asked for is too long.
 */
export function retryDelayOf(error: unknown): number | null {
  if (!toModelError(error).retryable) return null;
  const { retryDelayMs, longestRetryAfterMs } = tunables.answering;
  const asked = retryAfterMs(error);
  if (asked === null) return retryDelayMs;
  return asked <= longestRetryAfterMs ? asked : null;
}

function retryAfterMs(error: unknown): number | null {
  const headers = typeof error === 'object' && error !== null && 'headers' in error ? error.headers : null;
  const value = headers instanceof Headers ? headers.get('retry-after') : null;
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
