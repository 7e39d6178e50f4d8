import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withFileLock } from './lock.ts';
import { leaveNote, readNote, replaceNote } from './short-note.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sourcier-notes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a note is left once, replaced and read, and a file of before is read as one', async () => {
  const path = join(folder, 'note');
  await leaveNote(path, '12 34');
  await expect(leaveNote(path, '56 78')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readNote(path)).toBe('12 34');
  await replaceNote(path, '56 78');
  expect(await readNote(path)).toBe('56 78');
  await rm(path);
  expect(await readNote(path)).toBe('');
  await writeFile(path, '9 10');
  expect(await readNote(path)).toBe('9 10');
});

test('a lock is held by one at a time, and that of a dead process is taken over', async () => {
  const file = join(folder, 'lock');
  await leaveNote(file, '999999999 1');
  const held: string[] = [];
  const hold = (name: string) =>
    withFileLock(file, async () => {
      held.push(`${name} takes`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      held.push(`${name} leaves`);
    });
  await Promise.all([hold('a'), hold('b')]);
  expect(held).toHaveLength(4);
  expect(held[0]?.slice(0, 1)).toBe(held[1]?.slice(0, 1));
  expect(await readNote(file)).toBe('');
});
