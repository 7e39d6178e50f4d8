import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, pipeline as streamThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../core/errors.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { expectDigest, measure } from './measure.ts';
import type { Scratch } from './scratch.ts';

/**
 * Blobs as objects named by their digest, below one prefix per organisation. Names given by people never get there (R47). What
 * comes in is measured in a scratch file, since the digest that names it is known at its end.
 */
export function createBlobStore({
  objects,
  scratch,
}: {
  readonly objects: ObjectStore;
  readonly scratch: Scratch;
}): BlobStore {
  const prefixOf = (org: string) => `${createHash('sha256').update(org).digest('hex').slice(0, 16)}/`;
  const nameOf = (org: string, sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError('NOT_FOUND');
    return `${prefixOf(org)}${sha256.slice(0, 2)}/${sha256}`;
  };

  const read: BlobStore['read'] = async (org, sha256, range) => {
    const { stream, bytes } = await objects.read(nameOf(org, sha256), range);
    return { stream: range ? stream : streamThrough(stream, expectDigest(sha256), () => {}), bytes };
  };

  return {
    put: async (org, content, { maxBytes }) => {
      const file = await scratch.newPath();
      const measured = measure(maxBytes);
      try {
        const source = content instanceof Readable ? content : Readable.from([content]);
        await pipeline(source, measured.stream, createWriteStream(file, { mode: 0o600 }));
        const blob = measured.result();
        await objects.adopt(nameOf(org, blob.sha256), file);
        return blob;
      } finally {
        await rm(file, { force: true });
      }
    },

    openAsFile: async (org, sha256) => {
      const path = await objects.localPath(nameOf(org, sha256));
      if (path) return { path, release: async () => {} };
      const { stream } = await read(org, sha256);
      const file = await scratch.newPath();
      const release = () => rm(file, { force: true });
      try {
        await pipeline(stream, createWriteStream(file, { mode: 0o600 }));
        return { path: file, release };
      } catch (error) {
        await release();
        throw error;
      }
    },

    read,
    remove: async (org, sha256) => objects.remove(nameOf(org, sha256)),
    removeOrganisation: (org) => objects.removeAll(prefixOf(org)),

    sweep: async (org, { isUsed, unusedForMs }) => {
      const limit = new Date(Date.now() - unusedForMs);
      await scratch.tidy(limit);
      await objects.tidy(prefixOf(org), limit);
      let removed = 0;
      for await (const { name, modifiedAt } of objects.list(prefixOf(org))) {
        if (modifiedAt > limit || (await isUsed(name.slice(name.lastIndexOf('/') + 1)))) continue;
        if (await objects.remove(name)) removed += 1;
      }
      return removed;
    },

    check: () => objects.check(),
  };
}
