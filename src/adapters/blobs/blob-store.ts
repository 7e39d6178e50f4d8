import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, isAppError } from '../../core/errors.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { DataKeys } from '../../ports/data-keys.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { BlobForm } from './blob-form.ts';
import { plainForm } from './plain-form.ts';
import type { Scratch } from './scratch.ts';
import { createSealedForm } from './sealed-form.ts';

/**
 * Blobs as objects named by their digest, below one prefix per organisation. Names given by people never get there (R47). What
 * comes in is measured in a scratch file, since the digest that names it is known at its end. With `seals`, it is kept sealed
 * with the key of its organisation; what was kept in the other form is still found.
 */
export function createBlobStore({
  objects,
  scratch,
  keys,
  seals,
}: {
  readonly objects: ObjectStore;
  readonly scratch: Scratch;
  readonly keys: DataKeys;
  readonly seals: boolean;
}): BlobStore {
  const prefixOf = (org: string) => `${createHash('sha256').update(org).digest('hex').slice(0, 16)}/`;
  const objectOf = (org: string, form: BlobForm, sha256: string) => {
    const name = form.nameOf(sha256);
    return `${prefixOf(org)}${name.slice(0, 2)}/${name}`;
  };
  const formToWrite = async (org: string) => (seals ? createSealedForm(await keys.ensure(org)) : plainForm);
  /** All forms that blobs of an organisation may have. */
  const formsOf = async (org: string) => {
    const key = await keys.find(org);
    return key ? [createSealedForm(key), plainForm] : [plainForm];
  };

  /** Does something with the blob in the form that it has. */
  async function find<T>(
    org: string,
    sha256: string,
    use: (form: BlobForm, name: string) => Promise<T>,
  ): Promise<T> {
    if (plainForm.digestOf(sha256) === null) throw new AppError('NOT_FOUND');
    for (const form of await formsOf(org)) {
      try {
        return await use(form, objectOf(org, form, sha256));
      } catch (error) {
        if (!isAppError(error) || error.code !== 'NOT_FOUND') throw error;
      }
    }
    throw new AppError('NOT_FOUND');
  }

  const read: BlobStore['read'] = (org, sha256, range) =>
    find(org, sha256, (form, name) => form.read(objects, name, sha256, range));

  const put: BlobStore['put'] = async (org, content, { maxBytes }) => {
    const form = await formToWrite(org);
    const file = await scratch.newPath();
    try {
      const source = content instanceof Readable ? content : Readable.from([content]);
      const blob = await form.write(source, file, maxBytes);
      await objects.adopt(objectOf(org, form, blob.sha256), file);
      return blob;
    } finally {
      await rm(file, { force: true });
    }
  };

  async function* list(org: string) {
    const forms = await formsOf(org);
    for await (const { name, modifiedAt } of objects.list(prefixOf(org)))
      for (const form of forms) {
        const sha256 = form.digestOf(name.slice(name.lastIndexOf('/') + 1));
        if (sha256 !== null) yield { name, modifiedAt, sha256, isSealed: !form.isPlain };
      }
  }

  return {
    put,

    openAsFile: (org, sha256) =>
      find(org, sha256, async (form, name) => {
        const path = form.isPlain ? await objects.localPath(name) : null;
        if (path) return { path, release: async () => {} };
        const { stream } = await form.read(objects, name, sha256);
        const file = await scratch.newPath();
        const release = () => rm(file, { force: true });
        try {
          await pipeline(stream, createWriteStream(file, { mode: 0o600 }));
          return { path: file, release };
        } catch (error) {
          await release();
          throw error;
        }
      }),

    has: async (org, sha256) => {
      if (plainForm.digestOf(sha256) === null) return false;
      for (const form of await formsOf(org)) if (await objects.has(objectOf(org, form, sha256))) return true;
      return false;
    },

    read,

    remove: async (org, sha256) => {
      if (plainForm.digestOf(sha256) === null) return false;
      let removed = false;
      for (const form of await formsOf(org))
        removed = (await objects.remove(objectOf(org, form, sha256))) || removed;
      return removed;
    },

    removeOrganisation: (org) => objects.removeAll(prefixOf(org)),

    sweep: async (org, { isUsed, unusedForMs }) => {
      const limit = new Date(Date.now() - unusedForMs);
      await objects.tidy(prefixOf(org), limit);
      let removed = 0;
      for await (const { name, modifiedAt, sha256 } of list(org)) {
        if (modifiedAt > limit || (await isUsed(sha256))) continue;
        if (await objects.remove(name)) removed += 1;
      }
      return removed;
    },

    rewrite: async (org) => {
      let rewritten = 0;
      for await (const { name, sha256, isSealed } of list(org)) {
        if (isSealed === seals) continue;
        const { stream } = await read(org, sha256);
        await put(org, stream, { maxBytes: Number.POSITIVE_INFINITY });
        await objects.remove(name);
        rewritten += 1;
      }
      return rewritten;
    },

    check: () => objects.check(),
  };
}
