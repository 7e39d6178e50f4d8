import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { z } from 'zod';
import { AppError, type ErrorCode } from '../core/errors.ts';
import { parseTyped } from './parse-typed.ts';

/**
 * Reads a YAML file in the shape of `schema`.
 * @throws AppError `code`, naming the file and each place that is wrong
 */
export async function readYaml<T extends z.ZodType>(
  file: string,
  schema: T,
  code: ErrorCode,
): Promise<z.infer<T>> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError(code, { cause, detail: `${file}: cannot be read` });
  });
  let value: unknown;
  try {
    // Few aliases are plenty for people, and a bomb needs many.
    value = parse(text, { maxAliasCount: 100 });
  } catch (cause) {
    throw new AppError(code, {
      cause,
      detail: `${file}: ${cause instanceof Error ? cause.message : 'not YAML'}`,
    });
  }
  const parsed = parseTyped(schema, value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${file}: ${issue.path.join('.') || '/'}: ${issue.message}`,
  );
  throw new AppError(code, { detail: problems.join('\n') });
}
