import type { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { parseTyped } from './parse-typed.ts';

/**
 * What somebody typed, as the API takes it; `what` names it where a part of it has no name of its own.
 * @throws AppError `USAGE` saying what is wrong with it
 */
export function checkInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what: string,
): z.output<Schema> {
  const parsed = parseTyped(schema, input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || what}: ${message}`);
  throw new AppError('USAGE', { detail: problems.join('; ') });
}
