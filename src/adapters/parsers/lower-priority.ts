import { readdir } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';

/**
 * Lets other processes go first (0 to 19: how far), for good: without privilege, no priority is ever raised again. Where the system does
 * not allow it, nothing changes.
 */
export async function lowerPriority(
  processId: number,
  niceness: number = constants.priority.PRIORITY_LOW,
): Promise<void> {
  // Linux keeps a priority for each thread; those still to come inherit it.
  const threads = await readdir(`/proc/${processId}/task`).catch(() => []);
  for (const id of [processId, ...threads.map(Number)]) {
    try {
      setPriority(id, niceness);
    } catch {
      // The thread or the process has ended meanwhile.
    }
  }
}
