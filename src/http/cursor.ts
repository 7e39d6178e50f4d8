import { AppError } from '../core/errors.ts';

/** Packs the place after which a list goes on. */
export function toCursor(place: Record<string, string>): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * Unpacks a cursor made by `toCursor`.
 * @throws AppError `BAD_REQUEST` for anything else
 */
export function fromCursor<K extends string>(cursor: string, keys: readonly K[]): Record<K, string> {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Record<string, unknown>;
    return Object.fromEntries(
      keys.map((key) => {
        const value = place[key];
        if (typeof value !== 'string') throw new TypeError(key);
        return [key, value];
      }),
    ) as Record<K, string>;
  } catch (cause) {
    throw new AppError('BAD_REQUEST', { cause, detail: 'cursor: use the one that the list gave' });
  }
}
