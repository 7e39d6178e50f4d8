import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { isAlive } from '../../../src/adapters/filesystem/process-identity.ts';
import { compiledCodeFolder } from '../../../src/cli/keep-compiled-code.ts';

const script = join(import.meta.dirname, 'hold-cluster.ts');

export type Holder = {
  readonly port: number;
  readonly isSoleUser: boolean;
  readonly process: ChildProcess;
  /** Gives the server back and waits for the end; the exit code. */
  release(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
};

/** Starts a process that uses the server of `folder`, and waits until it has it. `before` are words before `node`. */
export function holdCluster(
  folder: string,
  options: { readonly uid?: number; readonly gid?: number; readonly before?: readonly string[] } = {},
): Promise<Holder> {
  const { before = [], ...identity } = options;
  const [command = process.execPath, ...words] = [
    ...before,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    script,
    folder,
  ];
  const { PATH = '' } = process.env;
  const child = spawn(command, words, {
    ...identity,
    env: { PATH, NODE_COMPILE_CACHE: compiledCodeFolder },
    cwd: '/',
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (part: Buffer) => {
    stderr += part.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    void ended.then((code) => reject(new Error(`ended with ${code}: ${stderr.slice(-1_500)}`)));
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString();
      if (!stdout.includes('\n')) return;
      resolve({
        ...(JSON.parse(stdout) as { port: number; isSoleUser: boolean }),
        process: child,
        release: () => {
          child.stdin.end();
          return ended;
        },
        kill: async () => {
          child.kill('SIGKILL');
          await ended;
        },
      });
    });
  });
}

/** First line of the pid file, or `null` when there is none. */
export async function postmasterPid(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => null);
  return text === null ? null : Number(text.split('\n')[0]);
}

/** True when the server of the folder runs. */
export async function isServing(folder: string): Promise<boolean> {
  const pid = await postmasterPid(folder);
  return pid !== null && isAlive(pid);
}

/** Runs one statement on the server of a folder, as the product would. */
export async function query(
  folder: string,
  text: string,
  database = 'sourcier',
): Promise<readonly Record<string, unknown>[]> {
  const read = (name: string) => readFile(join(folder, name), 'utf8').then((value) => value.trim());
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(await read('port')),
    user: 'sourcier',
    password: await read('password'),
    database,
  });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
