import { execFile } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { tunables } from '../../../config/tunables.ts';
import {
  endingWithParent,
  parserEnvironment,
  probeConfinement,
  type Tool,
  withoutNetwork,
} from '../parsers/confinement.ts';

const run = promisify(execFile);
const { dataBytes, timeoutMs, writtenBytes } = tunables.conversion;

const limits: Tool = [
  'prlimit',
  `--data=${dataBytes}`,
  `--fsize=${writtenBytes}`,
  // Two threads may work at once.
  `--cpu=${(2 * timeoutMs) / 1_000}`,
  '--core=0',
];
const namespaces = '--user --map-root-user --mount --net --ipc --pid --fork --kill-child'.split(' ');
const script = join(import.meta.dirname, 'enter-sandbox.sh');

/** How LibreOffice is shut in on this machine. */
export type Jail = {
  /** True when it sees no file but the system's programs and its own folder. */
  readonly seesOwnFilesOnly: boolean;
  /** Path under which it sees the folder `work` of a scratch folder. */
  workFolder(scratch: string): string;
  /** The whole command line that runs a command on a scratch folder (with empty folders `root` and `work/tmp` in it). */
  commandLine(scratch: string, command: readonly string[]): readonly string[];
};

/**
 * Tries on a scratch folder what this machine allows: a root of its own that holds one document, where user namespaces
 * exist; else at least no network and limits. `null` when the program does not run at all.
 */
export async function findJail(soffice: string, scratch: string): Promise<Jail | null> {
  const { prefix } = await probeConfinement([limits, endingWithParent]);
  const closed: Jail = {
    seesOwnFilesOnly: true,
    workFolder: () => '/work',
    commandLine: (folder, command) => [
      ...prefix,
      'unshare',
      ...namespaces,
      'sh',
      script,
      installationOf(soffice),
      folder,
      ...command,
    ],
  };
  if (await runs(closed, soffice, scratch)) return closed;
  const open = await openJail();
  return (await runs(open, soffice, scratch)) ? open : null;
}

/** The folder that holds LibreOffice's programs and what they load; never more than that. */
function installationOf(soffice: string): string {
  const programs = dirname(soffice);
  return basename(programs) === 'program' ? dirname(programs) : programs;
}

/** What remains without namespaces: the profile's settings, limits, a clean environment, and mostly no network. */
export async function openJail(): Promise<Jail> {
  const { prefix } = await probeConfinement([withoutNetwork, limits, endingWithParent]);
  return {
    seesOwnFilesOnly: false,
    workFolder: (folder) => join(folder, 'work'),
    commandLine: (_folder, command) => [...prefix, ...command],
  };
}

async function runs(jail: Jail, soffice: string, scratch: string): Promise<boolean> {
  const [command = '', ...words] = jail.commandLine(scratch, [soffice, '--version']);
  try {
    await run(command, words, { timeout: 20_000, killSignal: 'SIGKILL', env: parserEnvironment() });
    return true;
  } catch {
    return false;
  }
}
