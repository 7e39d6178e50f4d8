import { join } from 'node:path';
import type { Environment } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
import { createBlobStore } from '../adapters/blobs/blob-store.ts';
import { createScratch } from '../adapters/blobs/scratch.ts';
import { createObjectFolder } from '../adapters/filesystem/object-folder.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { DataKeys } from '../ports/data-keys.ts';

/**
 * Where files lie: in the bucket that was configured, else in the data folder, by the same names. Files on their way pass
 * through the data folder.
 * @throws AppError `STORE_UNAVAILABLE`, `CONFIGURATION_INVALID` when the bucket cannot or must not be used
 */
export async function openBlobs(
  { dataFolder, bucket, sealsBlobs }: Environment,
  keys: DataKeys,
): Promise<BlobStore & { close(): void }> {
  const folder = join(dataFolder, 'blobs');
  const scratch = createScratch(join(folder, 'incoming'));
  const { blobSweepMs } = tunables.background;
  const tidy = () => scratch.tidy(new Date(Date.now() - blobSweepMs));
  await tidy();
  const objects = await openObjects(bucket, folder);
  await objects.check();
  // By each process: where files lie in a bucket, the folder on the way to it is a process's own. What cannot be removed is tried again.
  const tidying = setInterval(() => void tidy().catch(() => {}), blobSweepMs).unref();
  const close = () => {
    clearInterval(tidying);
    objects.close();
  };
  return { ...createBlobStore({ objects, scratch, keys, seals: sealsBlobs }), close };
}

async function openObjects(bucket: Environment['bucket'], folder: string) {
  if (!bucket) return { ...createObjectFolder(folder), close: () => {} };
  // What speaks to buckets is loaded where there is one.
  const { createObjectBucket } = await import('../adapters/s3/object-bucket.ts');
  return createObjectBucket(bucket);
}
