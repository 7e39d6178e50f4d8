import { AppError } from '../../../core/errors.ts';

/**
 * For `catch` of what is written of a source: somebody may remove it between the look and the write, and the row then points at nothing.
 * @throws AppError `SOURCE_UNKNOWN` then, anything else as it is
 */
export function unlessSourceGone(cause: unknown): never {
  const { code, constraint } = cause as { readonly code?: string; readonly constraint?: string };
  const pointsAtNothing = code === '23503' && constraint?.endsWith('_org_source_fkey') === true;
  throw pointsAtNothing ? new AppError('SOURCE_UNKNOWN', { cause }) : cause;
}
