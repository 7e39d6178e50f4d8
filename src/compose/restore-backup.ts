import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Environment } from '../../config/env.ts';
import { readBackupFile } from '../adapters/backup-file/read-file.ts';
import { openEmbeddedPostgres } from '../adapters/embedded-postgres/cluster.ts';
import { openDumpLoader } from '../adapters/postgres/dump/dump-loader.ts';
import { holdBackRestored } from '../core/backup/hold-back-restored.ts';
import { type ReadBackup, readBackup } from '../core/backup/read-backup.ts';
import { AppError } from '../core/errors.ts';
import { type ReplayReport, replayErasures } from '../core/lifecycle/replay-erasures.ts';
import type { DataKeys } from '../ports/data-keys.ts';
import type { KnownErasure } from '../ports/erasure-store.ts';
import { openBlobs } from './blobs.ts';
import { keyFolder } from './secret-keys.ts';
import { openStores, stagingFolder } from './stores.ts';

/** A backup, and the file of the key that opens it. */
export type BackupPlace = { readonly file: string; readonly identityFile: string | null };

/** What a restoration did. */
export type Restored = ReadBackup & {
  /** `null`: no erasures were given. */
  readonly replayed: ReplayReport | null;
  /** Of how many organisations the assistant is off and sharing forbidden, until the operator says otherwise. */
  readonly heldBack: number;
};

/** Reads all of a backup and keeps nothing. @throws AppError `BACKUP_INVALID`, `BACKUP_LOCKED`, `FILE_UNREADABLE` */
export function verifyBackup({ file, identityFile }: BackupPlace): Promise<ReadBackup> {
  return readBackup(readBackupFile(file, identityFile), {
    head: async () => {},
    table: (_name, rows) => drain(rows),
    blob: (_org, _sha256, content) => hashOf(content),
    key: (_name, content) => drain(content),
  });
}

/**
 * Makes a data folder of a backup, beneath the place where nothing is served from, and moves it there when it is whole and what was erased
 * since is gone from it (R72), with assistants off and sharing forbidden. One that is cut off is not opened by anybody (`openStores`). The index is left to the next start, which builds it.
 * @throws AppError `CONFLICT` when the data folder holds something or stores are elsewhere, and what `verifyBackup` throws
 */
export async function restoreBackup(
  environment: Environment,
  place: BackupPlace,
  erasures: AsyncIterable<KnownErasure> | null,
): Promise<Restored> {
  const { dataFolder } = environment;
  if (environment.database || environment.bucket)
    throw new AppError('CONFLICT', {
      detail: 'a restoration makes a data folder with all in it: start it without DATABASE_URL and S3_BUCKET',
    });
  const staging = { ...environment, dataFolder: stagingFolder(environment) };
  const found = await readdir(dataFolder).catch(() => []);
  // A file system of its own has that.
  if (found.some((name) => name !== 'lost+found'))
    throw new AppError('CONFLICT', {
      detail: `${dataFolder}: it is not empty; put what it holds elsewhere first`,
    });
  try {
    const read = await fill(staging, place);
    const completed = await complete(staging, erasures);
    for (const name of await readdir(staging.dataFolder))
      await rename(join(staging.dataFolder, name), join(dataFolder, name));
    return { ...read, ...completed };
  } finally {
    await rm(staging.dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function fill(environment: Environment, { file, identityFile }: BackupPlace): Promise<ReadBackup> {
  const { dataFolder } = environment;
  const keys = keyFolder(environment);
  await mkdir(join(dataFolder, 'postgres'), { recursive: true, mode: 0o711 });
  for (const folder of [keys, join(dataFolder, 'blobs')]) await mkdir(folder, { mode: 0o700 });
  // In the clear first: the keys that would seal them are among what is being restored.
  const blobs = await openBlobs({ ...environment, sealsBlobs: false }, noKeys);
  const postgres = await openEmbeddedPostgres(join(dataFolder, 'postgres'));
  try {
    const loader = await openDumpLoader(postgres.connection);
    try {
      const read = await readBackup(readBackupFile(file, identityFile), {
        head: ({ schema, tables }) => loader.prepare(schema, tables),
        table: loader.load,
        blob: async (org, wanted, content) => {
          const { sha256 } = await blobs.put(org, Readable.from(content), {
            maxBytes: Number.POSITIVE_INFINITY,
          });
          if (sha256 !== wanted) await blobs.remove(org, sha256);
          return sha256;
        },
        key: (name, content) => writeFile(join(keys, name), content, { mode: 0o600 }),
      });
      await loader.finish(read.manifest.sequences);
      return read;
    } finally {
      await loader.close();
    }
  } finally {
    await postgres.release();
    blobs.close();
  }
}

/** Does what needs the whole installation: erases again, holds back what may be allowed no more, and seals files where these are to be sealed. */
async function complete(
  environment: Environment,
  erasures: AsyncIterable<KnownErasure> | null,
): Promise<Pick<Restored, 'replayed' | 'heldBack'>> {
  const stores = await openStores(environment);
  try {
    const replayed = erasures && (await replayErasures(stores, erasures));
    const heldBack = await holdBackRestored(stores);
    for (const { id } of environment.sealsBlobs ? await stores.access.listOrganisations() : [])
      await stores.blobs.rewrite(id);
    return { replayed, heldBack };
  } finally {
    await stores.close();
  }
}

const noKeys: DataKeys = {
  find: async () => null,
  ensure: () => Promise.reject(new AppError('INTERNAL', { detail: 'files of a backup are not sealed' })),
};

async function drain(content: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _part of content);
}

async function hashOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of content) hash.update(part);
  return hash.digest('hex');
}
