import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnvironment } from '../../config/env.ts';
import { openStores } from './stores.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sourcier-stores-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a data folder that cannot be written, or a part of it, is told with what to do', async () => {
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data', 'blobs'), '');
  for (const path of [join(folder, 'file', 'data'), join(folder, 'data')])
    await expect(openStores(readEnvironment({ SOURCIER_DATA: path }))).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      explanation: { en: expect.stringContaining('SOURCIER_DATA: the folder cannot be created or written') },
    });
});
