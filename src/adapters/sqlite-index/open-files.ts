import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { tunables } from '../../../config/tunables.ts';
import type { OrganisationId } from '../../core/document.ts';
import {
  databasePath,
  fileIdentity,
  makeDatabase,
  openDatabase,
  removeDatabase,
  setAside,
} from './database-files.ts';
import type { CacheUse } from './protocol.ts';
import { isUnusable } from './unusable-file.ts';

type Options<State> = {
  readonly folder: string;
  readonly readOnly: boolean;
  /** Files open at once, at most. */
  readonly openOrganisations: number;
  /** What this thread keeps for an open file. */
  readonly start: (database: DatabaseSync) => State;
  /** Memory that it takes now, in bytes, without the pages that SQLite keeps of the file. */
  readonly size: (state: State) => number;
  /** The file of the organisation was lost or set aside. */
  readonly onLoss: (org: OrganisationId) => void;
};

/** The files that one thread holds open; those used longest ago are closed when they are too many or too large. */
export type OpenFiles<State> = {
  /**
   * Works on the file of an organisation. Without a file, makes one or gives `undefined`. An unusable file is set aside,
   * then the work is done once more. What the work has begun in the database must be undone when it throws.
   */
  use<Result>(
    org: OrganisationId,
    whenMissing: 'make' | 'skip',
    work: (state: State) => Result,
  ): Result | undefined;
  /** Does something with the open file itself; `undefined` without one. */
  inFile<Result>(org: OrganisationId, work: (database: DatabaseSync) => Result): Result | undefined;
  /** Removes the file of an organisation with all that stands beside it. It is no loss. */
  remove(org: OrganisationId): null;
  cacheUse(): CacheUse;
  close(): void;
};

export function createOpenFiles<State>({
  folder,
  readOnly,
  openOrganisations,
  start,
  size,
  onLoss,
}: Options<State>): OpenFiles<State> {
  type Open = {
    readonly database: DatabaseSync;
    readonly identity: string;
    readonly state: State;
    /** What SQLite may keep of it, by its size when it was last used. */
    pageBytes: number;
  };
  const { cacheBytes, pageCacheBytes } = tunables.sqliteIndex;
  // In the order of their last use.
  const files = new Map<OrganisationId, Open>();

  function drop(org: OrganisationId): void {
    files.get(org)?.database.close();
    files.delete(org);
  }

  function find(org: OrganisationId, path: string, whenMissing: 'make' | 'skip'): Open | undefined {
    const known = files.get(org);
    const there = fileIdentity(path);
    if (known && known.identity === there) return known;
    if (known) {
      drop(org);
      if (there === null) onLoss(org);
    }
    if (there === null && whenMissing === 'make') makeDatabase(path, org);
    const identity = fileIdentity(path);
    if (identity === null) return undefined;
    const database = openDatabase(path, org, { readOnly });
    try {
      return { database, identity, state: start(database), pageBytes: 0 };
    } catch (error) {
      database.close();
      throw error;
    }
  }

  function evict(): void {
    let { bytes } = cacheUse();
    for (const [org, open] of [...files].slice(0, -1)) {
      if (files.size <= openOrganisations && bytes <= cacheBytes) return;
      bytes -= bytesOf(open);
      drop(org);
    }
  }

  function bytesOf({ state, pageBytes }: Open): number {
    return size(state) + pageBytes;
  }

  function cacheUse(): CacheUse {
    const bytes = [...files.values()].reduce((sum, open) => sum + bytesOf(open), 0);
    return { organisations: files.size, bytes };
  }

  function attempt<Result>(
    org: OrganisationId,
    whenMissing: 'make' | 'skip',
    work: (state: State) => Result,
  ): Result | undefined {
    const path = databasePath(folder, org);
    const open = find(org, path, whenMissing);
    if (!open) return undefined;
    open.pageBytes = Math.min(pageCacheBytes, statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    files.delete(org);
    files.set(org, open);
    const result = work(open.state);
    evict();
    return result;
  }

  return {
    use(org, whenMissing, work) {
      const path = databasePath(folder, org);
      const before = fileIdentity(path);
      try {
        return attempt(org, whenMissing, work);
      } catch (error) {
        if (!isUnusable(error)) throw error;
        drop(org);
        if (setAside(path, before)) onLoss(org);
        return attempt(org, whenMissing, work);
      }
    },
    inFile(org, work) {
      const open = find(org, databasePath(folder, org), 'skip');
      if (open) files.set(org, open);
      return open && work(open.database);
    },
    remove(org) {
      drop(org);
      removeDatabase(databasePath(folder, org));
      return null;
    },
    cacheUse,
    close() {
      for (const org of [...files.keys()]) drop(org);
    },
  };
}
