import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** True while a process of that id exists (also when it belongs to somebody else). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Runs `work` while holding the lock file, so that two processes never start or stop the same thing at once.
 * A lock whose owner died (kill -9) is taken over. `timeoutMs` bounds the wait.
 * @throws Error when the lock stays taken
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(String(process.pid));
      await handle.close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(await readFile(file, 'utf8').catch(() => ''));
      // An empty file is either being written this instant or was left by a crash between the two calls.
      if (owner > 0 ? !isAlive(owner) : Date.now() > deadline - timeoutMs + 2_000)
        await rm(file, { force: true });
      else if (Date.now() > deadline) throw new Error(`lock held by process ${owner}`);
      else await sleep(50);
    }
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
