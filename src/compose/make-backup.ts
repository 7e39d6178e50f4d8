import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { writeBackupFile } from '../adapters/backup-file/write-file.ts';
import { type BackupReport, type OpenBlob, writeBackup } from '../core/backup/write-backup.ts';
import { AppError, codeOf } from '../core/errors.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { keyFolder } from './secret-keys.ts';
import type { Stores } from './stores.ts';

/** Where a backup was written, and what is in it. */
export type MadeBackup = BackupReport & { readonly file: string; readonly bytes: number };

/**
 * Writes a backup into a file, or into a folder under the name of the moment, beside whoever uses Sourcier. Keys are in it only when it is encrypted
 * for `recipients` (R56): without them nobody is recognised by tokens given before, and keys of providers are to be entered again.
 * @throws AppError `USAGE` when something is in that place
 */
export async function makeBackup(
  { stores, environment }: { readonly stores: Stores; readonly environment: Environment },
  target: string,
  recipients: readonly string[],
  now = new Date(),
): Promise<MadeBackup> {
  const isLocked = recipients.length > 0;
  const file = await placeFor(target, now, isLocked);
  const deps = {
    dump: stores.dump,
    openBlob: (org: string, sha256: string) => openBlob(stores.blobs, org, sha256),
    keys: async () => (isLocked ? readKeys(keyFolder(environment)) : new Map<string, Uint8Array>()),
  };
  const report = await writeBackupFile(file, recipients, (archive) => writeBackup(deps, archive, { now }));
  return { file, bytes: (await stat(file)).size, ...report };
}

/** A new folder where the name ends as folders do (« /backups/ »). */
async function placeFor(target: string, now: Date, isLocked: boolean): Promise<string> {
  if (/[/\\]$/.test(target)) await mkdir(target, { recursive: true });
  const found = await stat(target).catch(() => null);
  if (found && !found.isDirectory())
    throw new AppError('USAGE', { detail: `${target}: it is there already` });
  const moment = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return resolve(found ? join(target, `sourcier-${moment}.tar.zst${isLocked ? '.age' : ''}`) : target);
}

/**
 * Opened before it is measured: a file that is removed meanwhile stays whole for whoever has it open, and so does one that was made
 * for this alone (of a sealed blob, or from S3), which must not lie there in the clear. What the store cannot give at the moment fails the backup.
 */
async function openBlob(blobs: BlobStore, org: string, sha256: string): Promise<OpenBlob | null> {
  const blob = await blobs.openAsFile(org, sha256).catch(unlessLost);
  if (!blob) return null;
  try {
    const handle = await open(blob.path).catch(unlessGone);
    if (!handle) return null;
    const { size: bytes } = await handle.stat();
    return { bytes, content: handle.createReadStream() };
  } finally {
    await blob.release();
  }
}

/** One that is damaged where it is kept is lost too: it must not keep all others from being backed up. */
function unlessLost(error: unknown): null {
  const code = codeOf(error);
  if (code !== 'NOT_FOUND' && code !== 'BLOB_DAMAGED') throw error;
  return null;
}

/** Removed since it was found. */
function unlessGone(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error;
  return null;
}

async function readKeys(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  );
}
