import { createHash } from 'node:crypto';
import { z } from 'zod';

/** First piece of a backup: what is needed before the rest can be read. */
export const backupHead = z.strictObject({
  format: z.literal('sourcier-backup'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  schema: z.string().min(1),
  tables: z.array(z.strictObject({ name: z.string().min(1), columns: z.array(z.string().min(1)) })),
});
export type BackupHead = z.infer<typeof backupHead>;

/** Last piece: a backup without it was cut off. */
export const backupManifest = z.strictObject({
  entries: z.int().min(0),
  /** See `createContentDigest`. */
  contentDigest: z.string(),
  blobs: z.int().min(0),
  /** Blobs that should have been there when the backup was made. */
  blobsMissing: z.int().min(0),
  keys: z.int().min(0),
  sequences: z.record(z.string(), z.int()),
});
export type BackupManifest = z.infer<typeof backupManifest>;

/** Names of pieces. The id of an organisation is one level of a path as it is. */
export const entryNames = {
  head: 'backup.json',
  manifest: 'manifest.json',
  table: (name: string, part: number) => `tables/${name}/${String(part).padStart(6, '0')}.copy`,
  blob: (org: string, sha256: string) => `blobs/${org}/${sha256}`,
  key: (name: string) => `keys/${name}`,
};

/** What the name of a piece says that it is; `null` for none that a backup has. */
export function parseEntryName(
  name: string,
):
  | { readonly kind: 'head' | 'manifest' }
  | { readonly kind: 'table' | 'key'; readonly name: string }
  | { readonly kind: 'blob'; readonly org: string; readonly sha256: string }
  | null {
  if (name === entryNames.head) return { kind: 'head' };
  if (name === entryNames.manifest) return { kind: 'manifest' };
  const [, table] = /^tables\/(\w+)\/\d{6,}\.copy$/.exec(name) ?? [];
  if (table !== undefined) return { kind: 'table', name: table };
  const [, key] = /^keys\/(\w[\w.-]*)$/.exec(name) ?? [];
  if (key !== undefined) return { kind: 'key', name: key };
  const [, org, sha256] = /^blobs\/(\w[\w.-]*)\/([0-9a-f]{64})$/.exec(name) ?? [];
  if (org === undefined || sha256 === undefined) return null;
  return { kind: 'blob', org, sha256 };
}

/** SHA-256 over a line for each piece, in their order: its name, its bytes and its own SHA-256, tabs between. */
export function createContentDigest(): {
  /** Passes a piece on, and counts it in at its end. */
  through(name: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, string>;
  readonly entries: () => number;
  readonly digest: () => string;
} {
  const all = createHash('sha256');
  let entries = 0;
  return {
    through: async function* (name, content) {
      const own = createHash('sha256');
      let bytes = 0;
      for await (const part of content) {
        own.update(part);
        bytes += part.byteLength;
        yield part;
      }
      const sha256 = own.digest('hex');
      all.update(`${name}\t${bytes}\t${sha256}\n`);
      entries += 1;
      return sha256;
    },
    entries: () => entries,
    digest: () => all.copy().digest('hex'),
  };
}
