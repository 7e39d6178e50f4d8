import { readFileSync } from 'node:fs';

/**
 * Looks at the resident memory of a process every `everyMs` and calls `onExceeded` once when it is above `limitBytes`.
 * Gives the function that stops the watch. Where /proc does not exist, it watches nothing.
 */
export function watchMemory(
  processId: number | undefined,
  limitBytes: number,
  everyMs: number,
  onExceeded: () => void,
): () => void {
  if (processId === undefined) return () => undefined;
  const timer = setInterval(() => {
    const resident = residentBytes(processId);
    if (resident === null || resident <= limitBytes) return;
    clearInterval(timer);
    onExceeded();
  }, everyMs);
  return () => clearInterval(timer);
}

/**
 * Resident memory of a process in bytes, `null` when it is gone or where /proc does not exist. The kernel answers from
 * memory, in less time than a thread would take to be asked: a process that swells is seen sooner.
 */
export function residentBytes(processId: number): number | null {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
