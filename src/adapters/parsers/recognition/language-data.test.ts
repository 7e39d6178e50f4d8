import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { layOutLanguageData } from './language-data.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sourcier-tessdata-'));
});
afterEach(() => rm(folder, { recursive: true }));

const names = ['eng.traineddata', 'fra.traineddata'];

test('lays out whole files, also when several processes do', async () => {
  const inside = join(folder, 'data', 'tessdata');
  const made = await Promise.all([1, 2, 3].map(() => layOutLanguageData(inside)));
  expect(made).toEqual([inside, inside, inside]);
  expect((await readdir(inside)).sort()).toEqual(names);
});

test('leaves alone what is whole, mends what is cut or changed', async () => {
  await layOutLanguageData(folder);
  const [english, french] = names.map((name) => join(folder, name)) as [string, string];
  const whole = await readFile(french);
  const untouched = await stat(english);
  await truncate(french, 1_000);
  await layOutLanguageData(folder);
  expect(await readFile(french)).toEqual(whole);
  await writeFile(french, Buffer.alloc(whole.length));
  await layOutLanguageData(folder);
  expect(await readFile(french)).toEqual(whole);
  expect((await stat(english)).ino).toBe(untouched.ino);
});

test('where nothing can be written there is none', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await chmod(file, 0o400);
  expect(await layOutLanguageData(join(file, 'tessdata'))).toBeNull();
});
