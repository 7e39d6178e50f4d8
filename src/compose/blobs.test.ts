import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readEnvironment } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
import { keysInMemory } from '../../test/contract/blob-store/open-stores.ts';
import { temporaryFolder } from '../../test/contract/search-index/temporary-folder.ts';
import { openBlobs } from './blobs.ts';

test('R70: what a crash left on its way is removed at the start and ever after, by any process', async () => {
  const dataFolder = temporaryFolder();
  const incoming = join(dataFolder, 'blobs', 'incoming');
  const leave = async (name: string, at: Date) => {
    await writeFile(join(incoming, name), 'clair');
    await utimes(join(incoming, name), at, at);
  };
  await mkdir(incoming, { recursive: true });
  await leave('before', new Date(0));
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const blobs = await openBlobs(readEnvironment({ SOURCIER_DATA: dataFolder }), keysInMemory());
  try {
    expect(await readdir(incoming)).toEqual([]);
    await leave('since', new Date(0));
    await leave('under-way', new Date());
    vi.advanceTimersByTime(tunables.background.blobSweepMs);
    await vi.waitFor(async () => expect(await readdir(incoming)).toEqual(['under-way']));
  } finally {
    blobs.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  }
});
