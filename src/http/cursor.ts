import type { z } from 'zod';
import { AppError } from '../core/errors.ts';

/** Packs the place after which a list goes on. */
export function toCursor(place: Record<string, string>): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * Unpacks a cursor made by `toCursor`, in the shape that the list expects.
 * @throws AppError `BAD_REQUEST` for anything else
 */
export function fromCursor<Place extends z.ZodType>(cursor: string, place: Place): z.infer<Place> {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('BAD_REQUEST', { cause, detail: 'cursor: use the one that the list gave' });
  }
}
