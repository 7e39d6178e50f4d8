import { readFile } from 'node:fs/promises';

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
 * Tells a process from another one that later gets the same id (in a container that is likely: ids start anew): when it
 * started, in clock ticks since the boot. Empty where /proc does not exist.
 */
export async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Field 22 of proc_pid_stat(5); the second one, in brackets, may hold spaces.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** True while the process lives that noted `start` as its own; without a note, while any process of that id does. */
export async function isStillAlive(pid: number, start: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const now = await startOf(pid);
  return start === '' || now === '' || now === start;
}
