import type { ArchiveEntries, ArchiveEntry } from '../../ports/backup-archive.ts';
import type { DumpedTable } from '../../ports/database-dump.ts';
import { AppError } from '../errors.ts';
import {
  type BackupHead,
  type BackupManifest,
  backupHead,
  backupManifest,
  createContentDigest,
  parseEntryName,
} from './backup-format.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** Takes what a backup holds. Each content is to be read to its end. */
export type BackupTaker = {
  head(head: BackupHead): Promise<void>;
  table(name: string, rows: Bytes): Promise<void>;
  /** Gives what the bytes really hash to, in hexadecimal. */
  blob(org: string, sha256: string, content: Bytes): Promise<string>;
  key(name: string, content: Bytes): Promise<void>;
};

/** What was read of a backup. */
export type ReadBackup = {
  readonly head: BackupHead;
  readonly manifest: BackupManifest;
  /** Blobs that are not what their name says: they were damaged before the backup was made. */
  readonly blobsDamaged: number;
};

/**
 * Reads a backup from its first piece to its last, and hands on what is in it. Whether it is whole is known at the end: what was
 * taken before counts only then.
 * @throws AppError `BACKUP_INVALID` when it was cut off, changed, or is none
 */
export async function readBackup(entries: ArchiveEntries, taker: BackupTaker): Promise<ReadBackup> {
  const digest = createContentDigest();
  const pieces = entries[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await pieces.next();
    return done ? null : { entry: value as ArchiveEntry, kind: parseEntryName(value.name) };
  };

  const first = await next();
  if (first?.kind?.kind !== 'head') throw invalid('it is no backup of Sourcier');
  const head = parse(backupHead, await text(digest.through(first.entry.name, first.entry.content)));
  await taker.head(head);
  let blobsDamaged = 0;
  for (let piece = await next(); piece; ) {
    const { entry, kind } = piece;
    if (kind?.kind === 'manifest') {
      const known = { entries: digest.entries(), contentDigest: digest.digest() };
      const manifest = parse(backupManifest, await text(entry.content));
      if (manifest.entries !== known.entries || manifest.contentDigest !== known.contentDigest)
        throw invalid('it was changed after it was made');
      return { head, manifest, blobsDamaged };
    }
    if (kind?.kind === 'table') {
      piece = await takeTable(kind.name, piece);
      continue;
    }
    const content = digest.through(entry.name, entry.content);
    if (kind?.kind === 'blob') {
      const sha256 = await taker.blob(kind.org, kind.sha256, content);
      if (sha256 !== kind.sha256) blobsDamaged += 1;
    } else if (kind?.kind === 'key') await taker.key(kind.name, content);
    else throw invalid('it holds what no backup has');
    piece = await next();
  }
  throw invalid('it was cut off');

  /** A table's parts follow each other: they are one stream of rows. Gives the piece that comes after them. */
  async function takeTable(name: string, from: NonNullable<Awaited<ReturnType<typeof next>>>) {
    if (!isTableOf(head, name)) throw invalid('it holds what no backup has');
    let piece: Awaited<ReturnType<typeof next>> = from;
    async function* rows(): AsyncGenerator<Uint8Array, void> {
      while (piece?.kind?.kind === 'table' && piece.kind.name === name) {
        yield* digest.through(piece.entry.name, piece.entry.content);
        piece = await next();
      }
    }
    await taker.table(name, rows());
    return piece;
  }
}

const isTableOf = ({ tables }: { readonly tables: readonly DumpedTable[] }, name: string): boolean =>
  tables.some((table) => table.name === name);

const invalid = (detail: string): AppError => new AppError('BACKUP_INVALID', { detail });

function parse<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  json: string,
): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    value = undefined;
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid('it is of another version, or was changed');
  return parsed.data;
}

async function text(content: Bytes): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
