import { readdirSync, readFileSync } from 'node:fs';

/**
 * Looks at the resident memory of a process every `everyMs` and calls `onExceeded` once when it is above `limitBytes`;
 * `measure` says what counts. Gives the function that stops the watch. Where /proc does not exist, it watches nothing.
 */
export function watchMemory(
  processId: number | undefined,
  limitBytes: number,
  everyMs: number,
  onExceeded: () => void,
  measure: (processId: number) => number | null = residentBytes,
): () => void {
  if (processId === undefined) return () => undefined;
  const timer = setInterval(() => {
    const resident = measure(processId);
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
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${processId}/status`))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** The same of a process with all its descendants, what they share counted for each. */
export function residentBytesOfTree(processId: number): number | null {
  const own = residentBytes(processId);
  if (own === null) return null;
  return childrenOf(processId).reduce((total, child) => total + (residentBytesOfTree(child) ?? 0), own);
}

// The kernel lists children by the thread that started them.
function childrenOf(processId: number): number[] {
  return threadsOf(processId).flatMap((thread) =>
    read(`/proc/${processId}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

function threadsOf(processId: number): string[] {
  try {
    return readdirSync(`/proc/${processId}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
