import { mkdir, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tunables } from '../../../config/tunables.ts';

const prefix = 'sourcier-conversion-';

/** A folder for one conversion, for its owner only, and its removal. */
export async function makeScratchFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await realpath(await mkdtemp(join(tmpdir(), prefix)));
  for (const inside of ['root', 'work/tmp', 'work/out', 'work/profile'])
    await mkdir(join(path, inside), { recursive: true });
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Removes what killed processes left behind: no conversion lasts that long. */
export async function sweepScratchFolders(): Promise<void> {
  const oldest = Date.now() - tunables.conversion.staleMs;
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const path = join(tmpdir(), name);
    const facts = await stat(path).catch(() => null);
    if (facts && facts.mtimeMs < oldest) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}
