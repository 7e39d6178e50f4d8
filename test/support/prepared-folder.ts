import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readEnvironment } from '../../config/env.ts';
import { withFileLock } from '../../src/adapters/filesystem/lock.ts';
import { openStores } from '../../src/compose/stores.ts';

const run = promisify(execFile);
const place = 'SOURCIER_TEST_DATABASE';

/** Makes room for the database that test files copy, for one run of tests (a `globalSetup` of vitest). */
export default async function prepare(): Promise<() => Promise<void>> {
  const ground = await mkdtemp(join(tmpdir(), 'sourcier-prepared-'));
  process.env[place] = ground;
  return () => rm(ground, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Puts the database of an installation that has no organisation yet into a data folder, which spares its first start a
 * second. The first to ask makes it, as a first start does. Everything else is made by each start: no key is shared.
 * Outside a run of tests it does nothing.
 */
export async function layDatabase(dataFolder: string): Promise<void> {
  await layPrepared('database', dataFolder, async (first) => {
    await (await openStores(readEnvironment({ SOURCIER_DATA: first }))).close();
    // Tests kill processes, never the machine: what PostgreSQL has written the system keeps.
    await appendFile(join(first, 'postgres', 'cluster', 'postgresql.conf'), '\nfsync = off\n');
    for (const name of await readdir(first))
      if (name !== 'postgres') await rm(join(first, name), { recursive: true });
  });
}

/**
 * Puts what `make` leaves in an empty folder into a data folder: the first to ask under this name makes it, others copy it.
 * Outside a run of tests it does nothing.
 */
export async function layPrepared(
  name: string,
  dataFolder: string,
  make: (folder: string) => Promise<void>,
): Promise<void> {
  const ground = process.env[place];
  if (ground === undefined) return;
  const made = join(ground, name);
  const makeOnce = async () => {
    if (existsSync(made)) return;
    const first = join(ground, `${name}-first`);
    // One that broke off may have left it.
    await rm(first, { recursive: true, force: true });
    await mkdir(first);
    await make(first);
    // Each copy finds a port of its own.
    await rm(join(first, 'postgres', 'port'));
    await rename(first, made);
  };
  await withFileLock(join(ground, `${name}.lock`), makeOnce, 300_000);
  // With owners, who depend on the folder: both lie in the folder for temporary files and are its owner's alone.
  const entries = (await readdir(made)).map((entry) => join(made, entry));
  await run('cp', ['-a', ...entries, dataFolder]);
}
