import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { secretOption } from './secret-option.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sourcier-secret-'));
  await writeFile(join(folder, 'token'), ' a-token-of-an-export\n');
});
afterAll(() => rm(folder, { recursive: true }));

it('is what is given, or what its file holds without the line feed at its end', async () => {
  expect(await secretOption('--export-token', 'given-token', undefined)).toBe('given-token');
  expect(await secretOption('--export-token', undefined, join(folder, 'token'))).toBe('a-token-of-an-export');
  expect(await secretOption('--export-token', undefined, undefined)).toBeNull();
});

it('is refused twice, and from a file that is not there, by the name of its option', async () => {
  await expect(secretOption('--export-token', 'given-token', join(folder, 'token'))).rejects.toMatchObject({
    code: 'USAGE',
  });
  await expect(secretOption('--export-token', undefined, join(folder, 'none'))).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    detail: '--export-token-file',
  });
});
