import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { ExportFile } from '../core/lifecycle/export-files.ts';

/**
 * Writes files of an export into a folder that is new or empty, for its owner's eyes. Gives their paths.
 * @throws AppError `USAGE` when something is in the folder
 */
export async function writeFolder(folder: string, files: AsyncIterable<ExportFile>): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new AppError('USAGE', { detail: '--out: the folder is not empty' });
  const written: string[] = [];
  for await (const { path, text } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600 });
    written.push(path);
  }
  return written;
}
