import pg from 'pg';
import { AppError, isAppError } from '../../core/errors.ts';

/** Codes of a server that is not there for us: connection trouble, stopping or starting, too many connections. */
const awayCodes = /^(08|57P|53300)/;

/** Its disk is full. */
const fullCode = '53100';

/** Codes of a text that PostgreSQL cannot keep: with a NUL, or half a character. */
const unusableTextCodes = new Set(['22021', '22P05']);

/**
 * What was thrown on the way to PostgreSQL. What the server says of a statement is as it was; that it does not answer is told as of any store,
 * with the client's own words inside.
 */
export function translated(cause: unknown): unknown {
  if (isAppError(cause) || cause instanceof TypeError || cause instanceof RangeError) return cause;
  if (cause instanceof pg.DatabaseError) {
    if (cause.code === fullCode) return new AppError('STORAGE_FULL', { cause });
    if (unusableTextCodes.has(cause.code ?? '')) return new AppError('BAD_REQUEST', { cause });
    if (!awayCodes.test(cause.code ?? '')) return cause;
  }
  return new AppError('STORE_UNAVAILABLE', { cause });
}

/** For `catch`: throws it as ours. */
export function failWith(cause: unknown): never {
  throw translated(cause);
}
