import { readFile } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';

/**
 * A secret that is given as the option `name`, or as the content of the file that `name`-file names; `null` without either.
 * @throws AppError `USAGE` for both at once, `FILE_UNREADABLE` with the name of the option, never what it says
 */
export async function secretOption(
  name: string,
  given: string | undefined,
  file: string | undefined,
): Promise<string | null> {
  if (given !== undefined && file !== undefined)
    throw new AppError('USAGE', { detail: `${name} | ${name}-file` });
  if (given !== undefined) return given;
  if (file === undefined) return null;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('FILE_UNREADABLE', { cause, detail: `${name}-file` });
  });
  return text.trim();
}
