import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFolderScanner } from './folder-scanner.ts';

test('finds documents in hidden folders, and passes over settings, system folders and links', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-scan-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['.adrs', '.git', 'notes']) mkdirSync(join(folder, name));
  for (const file of [
    '.adrs/001-choix.md',
    '.git/HEAD',
    '.env',
    '~$note.docx',
    'notes/Thumbs.db',
    'notes/e\u0301te\u0301.md',
  ])
    writeFileSync(join(folder, file), 'x');
  symlinkSync(folder, join(folder, 'notes', 'loop'));

  const { entries } = await createFolderScanner().scan(folder);
  expect(entries.map(({ kind, path }) => [kind, path])).toEqual([
    ['file', '.adrs/001-choix.md'],
    ['file', 'notes/été.md'],
    ['unread', 'notes/loop'],
  ]);
});

test('a folder is related to those around it and within it, and to no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-scan-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'rh', 'paie'), { recursive: true });
  mkdirSync(join(folder, 'rhin'));
  const scan = (path: string) => createFolderScanner().scan(join(folder, path));
  const [all, hr, pay, other] = [await scan(''), await scan('rh'), await scan('rh/paie'), await scan('rhin')];
  const relatedTo = ({ related }: typeof hr) => [all, hr, pay, other].map(({ id }) => related.has(id));
  expect(relatedTo(hr)).toEqual([true, false, true, false]);
  expect(relatedTo(all)).toEqual([false, true, true, true]);
});

test('a folder has the same id without being looked into, through a link, and when it is gone', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sourcier-scan-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const rh = join(folder, 'rh');
  mkdirSync(rh);
  symlinkSync(rh, join(folder, 'lien'));
  const { identify, scan } = createFolderScanner();
  const { id } = await scan(rh);
  expect([await identify(rh), await identify(join(folder, 'lien'))]).toEqual([id, id]);
  rmSync(rh, { recursive: true });
  expect(await identify(rh)).toBe(id);
  expect(await identify(folder)).not.toBe(id);
});

test('refuses what is no folder', async () => {
  await expect(createFolderScanner().scan('/nowhere/at/all')).rejects.toMatchObject({
    code: 'FOLDER_UNREADABLE',
  });
});
