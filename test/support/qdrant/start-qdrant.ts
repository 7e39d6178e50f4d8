import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const here = import.meta.dirname;
/** Where `.ci/run` puts the wheel. */
const wheel = join(here, '..', '..', '..', '.cache', 'qdrant-edge');

export type TestServer = {
  readonly url: string;
  readonly apiKey: string | undefined;
};

export type Sidecar = TestServer & {
  readonly apiKey: string;
  /** Where it keeps everything. */
  readonly folder: string;
  /** Builds the indexes of a collection, as a server's optimizer does by itself. */
  optimize(collection: string): Promise<void>;
  /** Stops it in the middle of everything; its folder stays. */
  kill(): Promise<void>;
  /** Holds it up, so that it neither answers nor refuses. */
  pause(): void;
  resume(): void;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
};

/** The server that `QDRANT_URL` names: the same tests then run on it. */
export const realServer: TestServer | null = process.env.QDRANT_URL
  ? { url: process.env.QDRANT_URL, apiKey: process.env.QDRANT_API_KEY }
  : null;

/** Why the engine cannot be had, or `false`. */
export function missingEngine(): string | false {
  if (!existsSync(wheel)) return 'skipped: no qdrant-edge-py, see .ci/run';
  const tried = spawnSync('python3', ['-c', 'import qdrant_edge'], { env: environment() });
  return tried.status === 0 ? false : 'skipped: python3 cannot load qdrant-edge-py';
}

/** Starts the engine behind the part of Qdrant's interface that is used (see README.md), on a folder and a port of its own. */
export async function startSidecar(
  options: {
    readonly folder?: string;
    readonly port?: number;
    readonly apiKey?: string;
    readonly version?: string;
  } = {},
): Promise<Sidecar> {
  const folder = options.folder ?? mkdtempSync(join(quickFolder(), 'sourcier-qdrant-'));
  const apiKey = options.apiKey ?? randomBytes(16).toString('hex');
  const words = [join(here, 'serve.py'), folder, '--api-key', apiKey];
  if (options.port !== undefined) words.push('--port', String(options.port));
  if (options.version !== undefined) words.push('--version', options.version);
  const child = spawn('python3', words, { env: environment(), stdio: ['pipe', 'pipe', 'inherit'] });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const url = await Promise.race([addressOf(child), died(child)]);
  return {
    url,
    apiKey,
    folder,
    async optimize(collection) {
      // Not by `fetch`, which gives up after five minutes: a million points take longer.
      const asked = request(new URL(`/collections/${collection}/optimize`, url), {
        method: 'POST',
        headers: { 'api-key': apiKey },
      }).end();
      const [reply] = (await once(asked, 'response')) as [IncomingMessage];
      reply.resume();
      if (reply.statusCode !== 200) throw new Error(`indexes of ${collection} were not built`);
    },
    kill: () => end('SIGKILL'),
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async close() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In memory where that is to be had: making a collection writes to the disk some hundred times. */
function quickFolder(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, PYTHONPATH: wheel, PYTHONDONTWRITEBYTECODE: '1' };
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('no output');
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line).address;
  throw new Error('the engine said nothing');
}

async function died(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`the engine ended with ${code}`);
}
