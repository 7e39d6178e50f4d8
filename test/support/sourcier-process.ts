import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledCodeFolder } from '../../src/cli/keep-compiled-code.ts';
import { layDatabase } from './prepared-folder.ts';

const root = join(import.meta.dirname, '..', '..');
export const nodeArguments = ['--disable-warning=ExperimentalWarning', join(root, 'src', 'cli', 'main.ts')];

export type CliResult = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Environment of a process under test: nothing of the caller's settings, so that tests say all that matters. */
export function environmentFor(
  dataFolder: string,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  // Nothing is fetched, and no office document laid out, unless a test says so.
  const usual = {
    PORT: '0',
    LOG_LEVEL: 'error',
    EMBEDDINGS: 'installed',
    SOFFICE_PATH: 'none',
    // Programs other than the command line and workers start in less time with it as well.
    NODE_COMPILE_CACHE: compiledCodeFolder,
  };
  return { PATH, HOME, SOURCIER_DATA: dataFolder, ...usual, ...extra };
}

/** A folder for data, removed with `remove()`. PostgreSQL's own user must be able to pass through it. */
export async function makeDataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'sourcier-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The same with a database as a first start leaves it; the start itself is proven where the folder is empty. */
export async function makePreparedFolder(): ReturnType<typeof makeDataFolder> {
  const folder = await makeDataFolder();
  await layDatabase(folder.path);
  return folder;
}

/** Runs one command to its end, as a person would. */
export function runCli(
  dataFolder: string,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeArguments, ...args], {
      env: environmentFor(dataFolder, extra),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      stderr += part.toString();
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

export type RunningSourcier = {
  readonly address: string;
  readonly process: ChildProcess;
  /** All that it printed so far, log included. */
  output(): string;
  /** Asks it to stop and waits; gives the exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
};

/** Starts `sourcier serve` (or `start`) on a free port and waits until it says where it listens. */
export function startSourcier(
  dataFolder: string,
  extra: Readonly<Record<string, string>> = {},
  args: readonly string[] = ['serve', '--json'],
): Promise<RunningSourcier> {
  return startProcess([...nodeArguments, ...args], environmentFor(dataFolder, extra));
}

/** Starts Node with these arguments and waits until the process says where it listens. */
export function startProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunningSourcier> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env });
    let output = '';
    const exited = new Promise<number | null>((done) => child.on('close', done));
    const onOutput = (part: Buffer) => {
      output += part.toString();
      const address = /http:\/\/[\w.:[\]]+:\d+/.exec(output)?.[0];
      if (!address) return;
      resolve({
        address,
        process: child,
        output: () => output,
        stop: () => {
          child.kill('SIGTERM');
          return exited;
        },
        kill: async () => {
          child.kill('SIGKILL');
          await exited;
        },
      });
    };
    child.stdout.on('data', onOutput);
    child.stderr.on('data', (part: Buffer) => {
      output += part.toString();
    });
    child.on('error', reject);
    void exited.then((code) => reject(new Error(`sourcier ended with ${code}: ${output.slice(-2_000)}`)));
  });
}
