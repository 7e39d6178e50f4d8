import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import { isStillAlive, startOf } from './process-identity.ts';
import { leaveNote, readNote } from './short-note.ts';

/**
 * Runs `work` while holding the lock file, so that two processes never start or stop the same thing at once.
 * A lock whose owner died (kill -9) is taken over, and a full disk takes one, so that what only reads goes on. `timeoutMs` bounds the wait.
 * @throws AppError `CONFLICT` when the lock stays taken
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await leaveNote(file, `${process.pid} ${await startOf(process.pid)}`);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const [owner = '', start = ''] = (await readNote(file)).split(' ');
      // Let go this instant, or an empty file that a program before this one left.
      const isLeft =
        owner === ''
          ? Date.now() > deadline - timeoutMs + 2_000
          : !(await isStillAlive(Number(owner), start));
      if (isLeft) await rm(file, { force: true });
      else if (Date.now() > deadline)
        throw new AppError('CONFLICT', { detail: `${file}: held by process ${owner}` });
      else await sleep(50);
    }
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
