import { readdir } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';

/**
 * Lets every other process go first, for good: without privilege, no priority is ever raised again. Where the system does
 * not allow it, nothing changes.
 */
export async function lowerPriority(processId: number): Promise<void> {
  // Linux keeps a priority for each thread; those still to come inherit it.
  const threads = await readdir(`/proc/${processId}/task`).catch(() => []);
  for (const id of [processId, ...threads.map(Number)]) {
    try {
      setPriority(id, constants.priority.PRIORITY_LOW);
    } catch {
      // The thread or the process has ended meanwhile.
    }
  }
}
