import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

test('refuses what is no folder', async () => {
  await expect(createFolderScanner().scan('/nowhere/at/all')).rejects.toMatchObject({
    code: 'FOLDER_UNREADABLE',
  });
});
