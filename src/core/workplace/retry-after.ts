/** Nobody is waited for longer than this, whatever they say. */
const longestMs = 60 * 60 * 1000;

/** The milliseconds that a `Retry-After` asks to wait, in seconds or as a date; `undefined` where it says nothing of sense. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), longestMs) : undefined;
}
