import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalTree } from '../../test/support/process-tree.ts';
import { environmentFor, nodeArguments } from '../../test/support/sourcier-process.ts';

export type IngestRun = {
  readonly process: ChildProcess;
  /** How it ended, with what it printed. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
};

/** Runs one command of Sourcier on a data folder. */
export function runSourcier(dataFolder: string, args: readonly string[]): IngestRun {
  const child = spawn(process.execPath, [...nodeArguments, ...args, '--json'], {
    env: environmentFor(dataFolder, {}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part: Buffer) => {
    stdout += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    stderr += part.toString();
  });
  const ended = new Promise<Awaited<IngestRun['ended']>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, ended };
}

/** Ingests the folder under a fixed name, so that the same documents of two folders have the same ids. */
export function runIngest(dataFolder: string, folder: string): IngestRun {
  return runSourcier(dataFolder, [
    'ingest',
    folder,
    '--org',
    'bellerive',
    '--space',
    'mairie',
    '--source',
    'corpus',
  ]);
}

/** kill -9 of a process with all that it started; `withDatabase` also kills the PostgreSQL server of the data folder. */
export function killEverything(run: IngestRun, dataFolder: string, withDatabase: boolean): void {
  const { pid } = run.process;
  if (pid === undefined) return;
  const postmaster = withDatabase ? postmasterOf(dataFolder) : null;
  if (postmaster !== null) process.kill(postmaster, 'SIGKILL');
  killTree(pid);
}

/** kill -9 of a process with all that it started. */
export const killTree = (pid: number): void => signalTree(pid, 'SIGKILL');

/** Resolves when a command has opened its stores: it listens to signals since before that. */
export async function storesOpened({ ended }: IngestRun, dataFolder: string): Promise<void> {
  const over = ended.then(() => true);
  while (postmasterOf(dataFolder) === null) if (await Promise.race([over, sleep(50, false)])) return;
}

/** The server that the folder's pid file names, if that process really is a PostgreSQL of this folder. */
function postmasterOf(dataFolder: string): number | null {
  const cluster = join(dataFolder, 'postgres', 'cluster');
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster) ? pid : null;
  } catch {
    return null;
  }
}
