import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../core/errors.ts';
import type { BlobStore } from '../../ports/blob-store.ts';

/**
 * Blobs as files named by their digest, below one folder per organisation. Names given by people never reach the file
 * system (R47). A blob appears under its name only when it is complete.
 */
export function createFolderBlobStore(folder: string): BlobStore {
  const organisationFolder = (org: string) =>
    join(folder, createHash('sha256').update(org).digest('hex').slice(0, 16));
  const fileOf = (org: string, sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError('NOT_FOUND');
    return join(organisationFolder(org), sha256.slice(0, 2), sha256);
  };

  return {
    put: async (org, content, { maxBytes }) => {
      const incoming = join(folder, 'incoming');
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const temporary = join(incoming, randomUUID());
      const hash = createHash('sha256');
      let bytes = 0;
      const measure = new Transform({
        transform(part: Buffer, _encoding, done) {
          bytes += part.length;
          if (bytes > maxBytes) return done(new AppError('FILE_TOO_LARGE'));
          hash.update(part);
          done(null, part);
        },
      });
      try {
        const source = content instanceof Readable ? content : Readable.from([content]);
        await pipeline(source, measure, createWriteStream(temporary, { mode: 0o600 }));
        const sha256 = hash.digest('hex');
        const file = fileOf(org, sha256);
        await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
        await rename(temporary, file);
        return { sha256, bytes };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },

    openAsFile: async (org, sha256) => {
      const path = fileOf(org, sha256);
      await stat(path).catch((cause) => {
        throw new AppError('NOT_FOUND', { cause });
      });
      return { path, release: async () => {} };
    },

    read: async (org, sha256) => {
      const path = fileOf(org, sha256);
      const { size } = await stat(path).catch((cause) => {
        throw new AppError('NOT_FOUND', { cause });
      });
      return { stream: createReadStream(path), bytes: size };
    },

    remove: async (org, sha256) => {
      const file = fileOf(org, sha256);
      const isThere = (await stat(file).catch(() => null)) !== null;
      await rm(file, { force: true });
      return isThere;
    },

    removeOrganisation: async (org) => {
      const kept = organisationFolder(org);
      const entries = await readdir(kept, { recursive: true, withFileTypes: true }).catch(() => []);
      await rm(kept, { recursive: true, force: true });
      return entries.filter((entry) => entry.isFile()).length;
    },

    sweep: async (org, { isUsed, unusedForMs }) => {
      const limit = Date.now() - unusedForMs;
      await sweepIncoming(join(folder, 'incoming'), limit);
      const shelves = await readdir(organisationFolder(org)).catch(() => []);
      let removed = 0;
      for (const shelf of shelves) {
        for (const sha256 of await readdir(join(organisationFolder(org), shelf))) {
          const file = fileOf(org, sha256);
          const { mtimeMs } = await stat(file);
          if (mtimeMs > limit || (await isUsed(sha256))) continue;
          await rm(file, { force: true });
          removed += 1;
        }
      }
      return removed;
    },
  };
}

/** What an upload left behind that a crash cut short. */
async function sweepIncoming(incoming: string, limit: number): Promise<void> {
  for (const name of await readdir(incoming).catch(() => [])) {
    const file = join(incoming, name);
    const facts = await stat(file).catch(() => null);
    if (facts && facts.mtimeMs < limit) await rm(file, { force: true });
  }
}
