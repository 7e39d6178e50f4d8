import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { AppError } from '../../core/errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

/** Objects as files below a folder. What is adopted must lie on the same file system. */
export function createObjectFolder(folder: string): ObjectStore {
  const fileOf = (name: string) => join(folder, name);
  const filesBelow = async (prefix: string) => {
    const entries = await readdir(fileOf(prefix), { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  };

  return {
    adopt: async (name, file) => {
      await mkdir(dirname(fileOf(name)), { recursive: true, mode: 0o700 });
      await rename(file, fileOf(name));
    },

    read: async (name, range) => {
      const facts = await stat(fileOf(name)).catch(missing);
      return { stream: createReadStream(fileOf(name), range), bytes: facts.size };
    },

    has: async (name) =>
      stat(fileOf(name)).then(
        () => true,
        (cause) => {
          if (isMissing(cause)) return false;
          throw cause;
        },
      ),

    localPath: async (name) => {
      await stat(fileOf(name)).catch(missing);
      return fileOf(name);
    },

    remove: async (name) =>
      rm(fileOf(name)).then(
        () => true,
        (cause) => {
          if (isMissing(cause)) return false;
          throw cause;
        },
      ),

    removeAll: async (prefix) => {
      const files = await filesBelow(prefix);
      await rm(fileOf(prefix), { recursive: true, force: true });
      return files.length;
    },

    async *list(prefix) {
      for (const file of await filesBelow(prefix)) {
        const facts = await stat(file).catch(() => null);
        const name = file.slice(folder.length + 1).replaceAll(sep, '/');
        if (facts) yield { name, modifiedAt: facts.mtime };
      }
    },

    tidy: async () => {},

    check: async () => {
      await stat(folder).catch((cause) => {
        throw new AppError('STORE_UNAVAILABLE', { cause });
      });
    },
  };
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

function missing(cause: unknown): never {
  throw isMissing(cause) ? new AppError('NOT_FOUND', { cause }) : cause;
}
