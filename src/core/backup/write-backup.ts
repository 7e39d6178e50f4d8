import { tunables } from '../../../config/tunables.ts';
import type { ArchiveWriter } from '../../ports/backup-archive.ts';
import type { DatabaseDump } from '../../ports/database-dump.ts';
import { type BackupHead, type BackupManifest, createContentDigest, entryNames } from './backup-format.ts';

export type WriteBackupDeps = {
  readonly dump: DatabaseDump;
  /** Gives `null` for a blob that is not there. */
  readonly openBlob: (org: string, sha256: string) => Promise<OpenBlob | null>;
  /** Keys by the names of their files; none where they must not be in it. */
  readonly keys: () => Promise<ReadonlyMap<string, Uint8Array>>;
};

/** A blob that stays readable until it is closed, whoever removes it meanwhile. */
export type OpenBlob = { readonly bytes: number; readonly content: AsyncIterable<Uint8Array> };

/** What was put into a backup. */
export type BackupReport = Pick<BackupManifest, 'blobs' | 'blobsMissing' | 'keys'> & {
  readonly createdAt: string;
  readonly schema: string;
  readonly tables: number;
};

/**
 * Writes a backup: the database as it is at one moment, then the blobs that it knew, then keys. What is erased meanwhile is in the
 * tables and is erased again when they are restored (R72).
 */
export async function writeBackup(
  { dump, openBlob, keys }: WriteBackupDeps,
  archive: ArchiveWriter,
  options: { readonly now: Date },
): Promise<BackupReport> {
  const digest = createContentDigest();
  const add = (name: string, bytes: number, content: AsyncIterable<Uint8Array>) =>
    archive.add({ name, bytes, content: digest.through(name, content) });
  const addBytes = (name: string, bytes: Uint8Array) => add(name, bytes.byteLength, once(bytes));
  const addJson = (name: string, value: unknown) => addBytes(name, Buffer.from(JSON.stringify(value)));

  return dump.read(async (moment) => {
    const { schema, tables } = moment;
    const createdAt = options.now.toISOString();
    const head: BackupHead = {
      format: 'sourcier-backup',
      version: 1,
      createdAt,
      schema,
      tables: tables.map(({ name, columns }) => ({ name, columns: [...columns] })),
    };
    await addJson(entryNames.head, head);
    for (const { name } of tables) {
      let part = 0;
      for await (const rows of inParts(moment.readTable(name), tunables.backup.partBytes)) {
        await addBytes(entryNames.table(name, part), rows);
        part += 1;
      }
    }
    const counts = { blobs: 0, blobsMissing: 0, keys: 0 };
    for (const { org, sha256 } of await moment.listBlobs()) {
      const blob = await openBlob(org, sha256);
      if (blob) await add(entryNames.blob(org, sha256), blob.bytes, blob.content);
      counts[blob ? 'blobs' : 'blobsMissing'] += 1;
    }
    for (const [name, bytes] of await keys()) {
      await addBytes(entryNames.key(name), bytes);
      counts.keys += 1;
    }
    const sequences = await moment.readSequences();
    const manifest: BackupManifest = {
      entries: digest.entries(),
      contentDigest: digest.digest(),
      ...counts,
      sequences: { ...sequences },
    };
    await addJson(entryNames.manifest, manifest);
    return { createdAt, schema, tables: tables.length, ...counts };
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

/** Pieces of a size that is known before they are written, as archives want it. */
async function* inParts(
  stream: AsyncIterable<Uint8Array>,
  partBytes: number,
): AsyncGenerator<Uint8Array, void> {
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    gathered.push(piece);
    bytes += piece.byteLength;
    if (bytes < partBytes) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(gathered);
}
