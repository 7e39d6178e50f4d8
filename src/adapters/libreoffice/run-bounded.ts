import { spawn } from 'node:child_process';
import { tunables } from '../../../config/tunables.ts';
import { parserEnvironment } from '../parsers/confinement.ts';
import { residentBytesOfTree, watchMemory } from '../parsers/watch-memory.ts';

export type Bounds = { readonly timeoutMs: number; readonly memoryBytes: number };

/** How a command ended: by itself, with an exit code (`null` after a signal), or stopped. */
export type Ending =
  | { readonly exitCode: number | null }
  | { readonly stopped: 'parse-timeout' | 'parse-memory' };

/**
 * Runs a command with all that it starts as one group of processes, killed together at a limit. The environment is empty
 * but for a path, a language and a folder for temporary files.
 * Rejects with the reason of `signal` when that aborts, once everything is dead.
 */
export async function runBounded(
  [command = '', ...words]: readonly string[],
  { timeoutMs, memoryBytes }: Bounds,
  { signal, temporaryFolder }: { readonly signal: AbortSignal; readonly temporaryFolder: string },
): Promise<Ending> {
  signal.throwIfAborted();
  const child = spawn(command, words, {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
    env: { ...parserEnvironment(), HOME: temporaryFolder, TMPDIR: temporaryFolder, SAL_USE_VCLPLUGIN: 'svp' },
  });
  let stopped: 'parse-timeout' | 'parse-memory' | 'aborted' | null = null;
  const stop = (reason: typeof stopped): void => {
    stopped ??= reason;
    killGroup(child.pid);
  };
  const timer = setTimeout(() => stop('parse-timeout'), timeoutMs);
  const stopWatch = watchMemory(
    child.pid,
    memoryBytes,
    tunables.parsing.memoryWatchMs,
    () => stop('parse-memory'),
    residentBytesOfTree,
  );
  const abort = (): void => stop('aborted');
  signal.addEventListener('abort', abort, { once: true });
  const exitCode = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  clearTimeout(timer);
  stopWatch();
  signal.removeEventListener('abort', abort);
  // Whatever outlived the first process.
  killGroup(child.pid);
  if (stopped === 'aborted') throw signal.reason;
  return stopped === null ? { exitCode } : { stopped };
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
