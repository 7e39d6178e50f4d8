import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withFileLock } from '../../src/adapters/filesystem/lock.ts';
import { eventually } from './api-client.ts';
import { layDatabase, preparedGround } from './prepared-database.ts';
import { makeDataFolder, makePreparedFolder, startSourcier } from './sourcier-process.ts';

const run = promisify(execFile);

/** Without vectors, and without pages of office documents: LibreOffice draws for a minute what no page of these tests shows. */
export const plainDemo = { EMBEDDINGS: 'none', SOFFICE_PATH: 'none' };

/** How long it may take to read the demo. */
const readWithinMs = 300_000;

/**
 * A data folder in which the demo was read, by a server that was stopped since: to read it takes 20 s of processor, so that the
 * first of a run of tests to ask has it done and the others copy it, keys included. Outside a run nothing was read yet.
 * `test/acceptance/lifecycle.test.ts` proves the first start itself.
 */
export async function makeDemoFolder(): ReturnType<typeof makeDataFolder> {
  const ground = preparedGround();
  if (ground === undefined) return makePreparedFolder();
  const made = join(ground, 'demo');
  const makeOnce = async () => {
    if (!existsSync(made)) await readDemo(join(ground, 'first-demo'), made);
  };
  await withFileLock(join(ground, 'demo-lock'), makeOnce, readWithinMs);
  const folder = await makeDataFolder();
  // Not the folder itself: its rights decide as whom PostgreSQL runs, and whose the files in it must be.
  const parts = (await readdir(made)).map((name) => join(made, name));
  await run('cp', ['-a', ...parts, folder.path]);
  return folder;
}

async function readDemo(first: string, made: string): Promise<void> {
  // One that broke off may have left it.
  await rm(first, { recursive: true, force: true });
  await mkdir(first, { mode: 0o700 });
  await layDatabase(first);
  const server = await startSourcier(first, plainDemo, ['start']);
  try {
    await eventually(async () => server.output().includes('documents prêts'), {
      withinMs: readWithinMs,
      what: 'the demo read',
    });
  } finally {
    await server.stop();
  }
  // Each copy finds a port of its own.
  await rm(join(first, 'postgres', 'port'), { force: true });
  await rename(first, made);
}
