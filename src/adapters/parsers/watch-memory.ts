import { readdir, readFile } from 'node:fs/promises';

/**
 * Looks at the resident memory of a process every `everyMs` and calls `onExceeded` once when it is above `limitBytes`;
 * `measure` says what counts. Gives the function that stops the watch. Where /proc does not exist, it watches nothing.
 */
export function watchMemory(
  processId: number | undefined,
  limitBytes: number,
  everyMs: number,
  onExceeded: () => void,
  measure: (processId: number) => Promise<number | null> = residentBytes,
): () => void {
  if (processId === undefined) return () => undefined;
  const timer = setInterval(async () => {
    const resident = await measure(processId);
    if (resident === null || resident <= limitBytes) return;
    clearInterval(timer);
    onExceeded();
  }, everyMs);
  return () => clearInterval(timer);
}

/** Resident memory of a process in bytes, `null` when it is gone or where /proc does not exist. */
export async function residentBytes(processId: number): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${processId}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

/** The same of a process with all its descendants, what they share counted for each. */
export async function residentBytesOfTree(processId: number): Promise<number | null> {
  const own = await residentBytes(processId);
  if (own === null) return null;
  const below = await Promise.all((await childrenOf(processId)).map(residentBytesOfTree));
  return below.reduce<number>((total, bytes) => total + (bytes ?? 0), own);
}

// The kernel lists children by the thread that started them.
async function childrenOf(processId: number): Promise<number[]> {
  const threads = await readdir(`/proc/${processId}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${processId}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
