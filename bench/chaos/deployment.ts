import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalIssuer } from '../../src/adapters/local-issuer/local-issuer.ts';
import { createApiClient } from '../../test/support/api-client.ts';
import {
  environmentFor,
  makeDataFolder,
  nodeArguments,
  type RunningSourcier,
  runCli,
  startProcess,
} from '../../test/support/sourcier-process.ts';
import { openStoresApart, type StoresApart } from '../../test/support/stores-apart.ts';

const workerMain = join(import.meta.dirname, '..', '..', 'workers', 'main.ts');

/** A deployment as processes of this machine: APIs, workers, and the stores of all of them. */
export type Deployment = {
  readonly org: string;
  readonly stores: StoresApart;
  /** Secret of the source that speaks for its documents. */
  readonly secret: string;
  readonly apis: readonly RunningSourcier[];
  readonly workers: RunningSourcier[];
  startWorker(): Promise<RunningSourcier>;
  /** The person at each API. */
  as(user: string): Promise<readonly ReturnType<typeof createApiClient>[]>;
  close(): Promise<void>;
};

/** Starts it, with an organisation that is fed by a workplace whose files lie at `contentOrigin`. */
export async function startDeployment(options: {
  readonly org: string;
  readonly apis: number;
  readonly workers: number;
  readonly contentOrigin: string;
}): Promise<Deployment> {
  const { org, contentOrigin } = options;
  const endings: (() => Promise<unknown>)[] = [];
  const close = async () => {
    while (endings.length > 0) await endings.pop()?.();
  };
  try {
    const data = await makeDataFolder();
    endings.push(data.remove);
    const stores = await openStoresApart();
    endings.push(stores.close);
    const environment = { ...stores.environment, WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' };
    const must = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await runCli(data.path, args, environment);
      if (exitCode !== 0) throw new Error(`sourcier ${args[0]} ended with ${exitCode}: ${stderr}`);
      return stdout;
    };
    const file = join(data.path, 'organisation.yaml');
    await writeFile(file, `organisation: ${org}\nusers: []\nspaces: {}\n`);
    await must('org', 'apply', file);
    const saved = await must(
      ...['source', 'save', 'travail', '--org', org, '--directory'],
      ...['--content-origin', contentOrigin, '--json'],
    );
    const { secret } = JSON.parse(saved) as { secret: string };

    const start = async (...args: string[]) => {
      const running = await startProcess(args, environmentFor(data.path, environment));
      endings.push(running.kill);
      return running;
    };
    const startWorker = () => start('--disable-warning=ExperimentalWarning', workerMain);
    const times = <T>(count: number, make: () => Promise<T>) =>
      Promise.all(Array.from({ length: count }, () => make()));
    const apis = await times(options.apis, () => start(...nodeArguments, 'serve', '--no-work', '--json'));
    const workers = await times(options.workers, startWorker);
    const issuer = await openLocalIssuer(join(data.path, 'keys', 'issuer.json'));
    return {
      org,
      stores,
      secret,
      apis,
      workers,
      startWorker,
      as: async (subject) => {
        const { token } = await issuer.issue({ org, subject });
        return apis.map(({ address }) => createApiClient(address, token));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
