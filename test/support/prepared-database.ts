import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readEnvironment } from '../../config/env.ts';
import { withFileLock } from '../../src/adapters/filesystem/lock.ts';
import { openStores } from '../../src/compose/stores.ts';

const run = promisify(execFile);
const place = 'SOURCIER_TEST_DATABASE';

/** Where a run of tests keeps what its files copy; nowhere outside a run. */
export const preparedGround = (): string | undefined => process.env[place];

/** Makes room for what test files copy, for one run of tests (a `globalSetup` of vitest). */
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
  const ground = preparedGround();
  if (ground === undefined) return;
  const made = join(ground, 'postgres');
  await withFileLock(join(ground, 'lock'), async () => {
    if (!existsSync(made)) await makeDatabase(ground, made);
  });
  // With owners, who depend on the folder: both lie in the folder for temporary files and are its owner's alone.
  await run('cp', ['-a', made, dataFolder]);
}

async function makeDatabase(ground: string, made: string): Promise<void> {
  const first = join(ground, 'first');
  await (await openStores(readEnvironment({ SOURCIER_DATA: first }))).close();
  // Tests kill processes, never the machine: what PostgreSQL has written the system keeps.
  await appendFile(join(first, 'postgres', 'cluster', 'postgresql.conf'), '\nfsync = off\n');
  // Each copy finds a port of its own.
  await rm(join(first, 'postgres', 'port'));
  await rename(join(first, 'postgres'), made);
}
