import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDataFolder, runCli } from '../support/sourcier-process.ts';

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
beforeAll(async () => {
  folder = await makeDataFolder();
});
afterAll(() => folder.remove());

test('`sourcier read` names the files inside with their size, and shows nothing of them', async () => {
  const file = join(folder.path, 'lot.zip');
  await writeFile(file, zipSync({ 'note.txt': strToU8('Texte du canari') }));
  const { exitCode, stdout } = await runCli(folder.path, ['read', file], { SOURCIER_LANGUAGE: 'fr' });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Fichier contenu : note.txt (1 Kio)\n');
  expect(stdout).not.toContain('canari');
});
