import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/cluster.ts';
import { signalTree } from './process-tree.ts';
import { makeDataFolder } from './sourcier-process.ts';

/** A PostgreSQL that is nobody's own, in a folder that goes with it. */
export type ExternalServer = {
  readonly connection: Awaited<ReturnType<typeof openEmbeddedPostgres>>['connection'];
  /** What Sourcier is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** To all of its processes: to stop it in the middle (SIGSTOP, SIGCONT), or to kill it. */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Ends it at once, as an administrator does (SIGINT), or kills it; its data stay. */
  stop(signal?: 'SIGINT' | 'SIGKILL'): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  close(): Promise<void>;
};

export async function openExternalServer(): Promise<ExternalServer> {
  const folder = await makeDataFolder();
  const place = join(folder.path, 'postgres');
  const opened = await openEmbeddedPostgres(place);
  const { host, port, user, password, database } = opened.connection;
  const pid = async () =>
    Number((await readFile(join(place, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const signal = async (which: NodeJS.Signals) => signalTree(await pid(), which);
  return {
    connection: opened.connection,
    environment: {
      DATABASE_URL: `postgres://${user}@${host}:${port}/${database}`,
      DATABASE_PASSWORD: password,
    },
    signal,
    stop: async (which = 'SIGINT') => {
      const postmaster = await pid();
      // Told to its children by itself, in its order.
      if (which === 'SIGINT') process.kill(postmaster, which);
      else signalTree(postmaster, which);
      while (isThere(postmaster)) await sleep(50);
    },
    start: async () => void (await openEmbeddedPostgres(place)),
    close: async () => {
      await signal('SIGCONT').catch(() => {});
      await opened.release();
      await folder.remove();
    },
  };
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
