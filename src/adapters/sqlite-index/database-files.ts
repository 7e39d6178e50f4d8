import { createHash, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { tunables } from '../../../config/tunables.ts';
import type { OrganisationId } from '../../core/document.ts';
import { schema, schemaVersion } from './schema.ts';
import { UnusableFile } from './unusable-file.ts';

/**
 * File of an organisation: tenants are physically apart. The name is a hash, because ids may hold dots and differ in
 * case alone, which some file systems do not tell apart.
 */
export function databasePath(folder: string, org: OrganisationId): string {
  return join(folder, `${createHash('sha256').update(org).digest('hex').slice(0, 40)}.sqlite`);
}

/** Tells one file from another that took its name. `null` when there is none. */
export function fileIdentity(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : null;
}

/** Opens a file that is there. @throws UnusableFile, or an error of SQLite */
export function openDatabase(
  path: string,
  org: OrganisationId,
  { readOnly }: { readOnly: boolean },
): DatabaseSync {
  const { busyTimeoutMs, pageCacheBytes, walBytes, pageBytes } = tunables.sqliteIndex;
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    database.exec(`pragma synchronous = normal; pragma secure_delete = on; pragma cache_size = -${pageCacheBytes / 1024};
      pragma wal_autocheckpoint = ${Math.ceil(walBytes / pageBytes)}; pragma journal_size_limit = ${walBytes};
      pragma temp_store = memory; pragma query_only = ${readOnly ? 1 : 0}`);
    const version = database.prepare('pragma user_version').get()?.user_version;
    if (version !== schemaVersion) throw new UnusableFile(`schema ${version}`);
    const meta = database.prepare('select org from meta').get();
    if (meta?.org !== org) throw new UnusableFile('another organisation');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes an empty file. It appears under its name only when whole; one that is there already stays. */
export function makeDatabase(path: string, org: OrganisationId): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const database = new DatabaseSync(draft);
    database.exec(`pragma page_size = ${tunables.sqliteIndex.pageBytes}; pragma journal_mode = wal; begin;
      ${schema}; pragma user_version = ${schemaVersion}; commit`);
    database.prepare('insert into meta (org, revision, next_slot, merges) values (?, 0, 0, 0)').run(org);
    database.close();
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Renames an unusable file to `….damaged-<time>`, with its log, unless another process did so already. Of one
 * organisation only the newest is kept. Gives whether this call did it.
 */
export function setAside(path: string, identity: string | null): boolean {
  if (identity === null || fileIdentity(path) !== identity) return false;
  const earlier = readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.damaged-`));
  for (const name of earlier) rmSync(join(dirname(path), name), { force: true });
  const aside = `${path}.damaged-${Date.now()}`;
  // The log goes first: left behind, it would be taken for the log of the file that comes next.
  for (const part of ['-wal', '-shm', '']) if (existsSync(path + part)) renameSync(path + part, aside + part);
  return true;
}

/** Removes files that were set aside. */
export function removeCopies(path: string): void {
  for (const name of besides(path))
    if (/\.sqlite\.damaged-/.test(name)) rmSync(join(dirname(path), name), { force: true });
}

/** Removes a file with all that stands beside it. */
export function removeDatabase(path: string): void {
  for (const name of besides(path)) rmSync(join(dirname(path), name), { force: true });
}

/** Folds the log into the file and empties it. False when somebody who reads holds a part of it. */
export function foldLog(database: DatabaseSync): boolean {
  return database.prepare('pragma wal_checkpoint(truncate)').get()?.busy === 0;
}

function besides(path: string): string[] {
  if (!existsSync(dirname(path))) return [];
  return readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
}
