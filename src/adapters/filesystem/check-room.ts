import { statfs } from 'node:fs/promises';
import { AppError } from '../../core/errors.ts';

/**
 * Looks whether the disk of a folder has room left.
 * @throws AppError `STORAGE_FULL` when it has less than `leastBytes`
 */
export async function checkRoom(folder: string, leastBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < leastBytes) throw new AppError('STORAGE_FULL');
}
