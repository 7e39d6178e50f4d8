import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { createBlobStore } from '../../../src/adapters/blobs/blob-store.ts';
import { createScratch } from '../../../src/adapters/blobs/scratch.ts';
import { createObjectFolder } from '../../../src/adapters/filesystem/object-folder.ts';
import { createObjectBucket } from '../../../src/adapters/s3/object-bucket.ts';
import type { DataKeys } from '../../../src/ports/data-keys.ts';
import { serveBucket } from '../../support/serve-bucket.ts';
import type { OpenBlobStore } from './behaviour.ts';

/** Keys of organisations, drawn when they are wanted, which a test may take away. */
export function keysInMemory(known = new Map<string, Uint8Array>()): DataKeys {
  return {
    find: async (org) => known.get(org) ?? null,
    ensure: async (org) => {
      const key = known.get(org) ?? randomBytes(32);
      known.set(org, key);
      return key;
    },
  };
}

/** A folder of this machine. */
export async function openFolder({ seals = false } = {}): Promise<OpenBlobStore> {
  const folder = await mkdtemp(join(tmpdir(), 'sourcier-blobs-'));
  const objects = join(folder, 'objects');
  return {
    blobs: createBlobStore({
      objects: createObjectFolder(objects),
      scratch: createScratch(join(folder, 'scratch')),
      keys: keysInMemory(),
      seals,
    }),
    kept: async () => {
      const entries = await readdir(objects, { recursive: true, withFileTypes: true }).catch(() => []);
      const files = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file)] as const)));
    },
    damage: (name, bytes) => writeFile(name, bytes),
    close: () => rm(folder, { recursive: true }),
  };
}

/** The same in a bucket. */
export async function openBucket({ seals = false } = {}): Promise<OpenBlobStore> {
  const scratch = await mkdtemp(join(tmpdir(), 'sourcier-blobs-'));
  const { settings, client, close } = await serveBucket();
  const objects = createObjectBucket(settings);
  const Bucket = settings.bucket;
  return {
    blobs: createBlobStore({ objects, scratch: createScratch(scratch), keys: keysInMemory(), seals }),
    kept: async () => {
      const found = new Map<string, Buffer>();
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
        for (const { Key } of Contents) {
          const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
          found.set(Key ?? '', Buffer.from((await Body?.transformToByteArray()) ?? []));
        }
      return found;
    },
    damage: async (Key, Body) => void (await client.send(new PutObjectCommand({ Bucket, Key, Body }))),
    close: async () => {
      objects.close();
      await close();
      await rm(scratch, { recursive: true });
    },
  };
}
