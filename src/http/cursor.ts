import type { z } from 'zod';
import { AppError } from '../core/errors.ts';

/** A place in a list, after which it goes on. */
type Place = Readonly<Record<string, string>>;

/**
 * One page of the rows that were found, and the cursor of the next one; `null` on the last. One row more than `limit` is to be
 * looked for: it tells whether there is a next page.
 */
export function pageOf<Row>(
  found: readonly Row[],
  limit: number,
  placeOf: (last: Row) => Place,
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last === undefined ? null : toCursor(placeOf(last)) };
}

/** What stands for a place in a list; `placeIn` reads it. */
export function toCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * The place that a cursor of `pageOf` holds, in the shape that the list expects; nothing without a cursor.
 * @throws AppError `BAD_REQUEST` for anything else
 */
export function placeIn<Shape extends z.ZodType>(
  cursor: string | undefined,
  shape: Shape,
): z.infer<Shape> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('BAD_REQUEST', { cause, detail: 'cursor: use the one that the list gave' });
  }
}
