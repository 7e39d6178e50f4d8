import { isAppError } from '../../core/errors.ts';
import type { Failure } from './protocol.ts';
import { sqliteCode } from './unusable-file.ts';

/** SQLite's own code of a full disk. */
const full = 13;

/** What a thrown thing looks like on the other side of the thread: SQLite's own texts go no further. */
export function failureOf(error: unknown): Failure {
  if (isAppError(error)) return { code: error.code, detail: error.detail ?? error.code };
  const code = sqliteCode(error);
  if (code === full) return { code: 'STORAGE_FULL', detail: 'The disk of the search index is full.' };
  return {
    code: 'STORE_UNAVAILABLE',
    detail: code === undefined ? 'The search index failed.' : `The search index failed (SQLite ${code}).`,
  };
}
