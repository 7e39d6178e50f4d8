import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import { isStillAlive, startOf } from './process-identity.ts';

/**
 * Runs `work` while holding the lock file, so that two processes never start or stop the same thing at once.
 * A lock whose owner died (kill -9) is taken over. `timeoutMs` bounds the wait.
 * @throws AppError `CONFLICT` when the lock stays taken
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(`${process.pid} ${await startOf(process.pid)}`);
      await handle.close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const [owner = '', start = ''] = (await readFile(file, 'utf8').catch(() => '')).split(' ');
      // An empty file is either being written this instant or was left by a crash between the two calls.
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
