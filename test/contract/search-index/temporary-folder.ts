import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that goes when the test is done. */
export function temporaryFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'sourcier-index-'));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
