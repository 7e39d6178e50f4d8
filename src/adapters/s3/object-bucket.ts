import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import pLimit from 'p-limit';
import type { BucketSettings } from '../../../config/blob-settings.ts';
import { tunables } from '../../../config/tunables.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { checkBucket } from './check-bucket.ts';
import { failWith, isNotImplemented, translated } from './translate-error.ts';

const limits = tunables.s3;

/** Objects in a bucket of a server that speaks S3. Nothing is sent before the first call. */
export function createObjectBucket(settings: BucketSettings): ObjectStore & { close(): void } {
  const { bucket: Bucket, prefix } = settings;
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.uploadMs,
      throwOnRequestTimeout: true,
      socketTimeout: limits.idleMs,
    },
  });
  /** What needs no long reply has less time. */
  const brief = { requestTimeout: limits.replyMs };
  const keyOf = (name: string) => ({ Bucket, Key: prefix + name });

  async function* list(below: string) {
    const pages = paginateListObjectsV2({ client }, { Bucket, Prefix: prefix + below });
    try {
      for await (const { Contents = [] } of pages)
        for (const { Key = '', LastModified = new Date() } of Contents)
          yield { name: Key.slice(prefix.length), modifiedAt: LastModified };
    } catch (error) {
      throw translated(error);
    }
  }

  const isThere = (name: string) =>
    client.send(new HeadObjectCommand(keyOf(name)), brief).then(
      () => true,
      (error) => {
        if (translated(error).code === 'NOT_FOUND') return false;
        throw translated(error);
      },
    );

  const remove: ObjectStore['remove'] = async (name) => {
    if (!(await isThere(name))) return false;
    await client.send(new DeleteObjectCommand(keyOf(name)), brief).catch(failWith);
    return true;
  };

  return {
    adopt: async (name, file) => {
      const upload = new Upload({
        client,
        params: { ...keyOf(name), Body: createReadStream(file), ContentType: 'application/octet-stream' },
        partSize: limits.partBytes,
        queueSize: limits.partsAtOnce,
      });
      await upload.done().catch(failWith);
    },

    read: async (name, range) => {
      const wanted = range && { Range: `bytes=${range.start}-${range.end}` };
      const found = await client
        .send(new GetObjectCommand({ ...keyOf(name), ...wanted }), brief)
        .catch(failWith);
      const whole = found.ContentRange?.slice(found.ContentRange.lastIndexOf('/') + 1);
      return {
        stream: Readable.from(parts(found.Body as Readable), { objectMode: false }),
        bytes: Number(whole ?? found.ContentLength),
      };
    },

    has: isThere,
    localPath: async () => null,
    remove,

    removeAll: async (below) => {
      const limit = pLimit(limits.removalsAtOnce);
      const removals: Promise<boolean>[] = [];
      for await (const { name } of list(below)) removals.push(limit(() => remove(name)));
      return (await Promise.all(removals)).filter(Boolean).length;
    },

    list,

    tidy: async (below, before) => {
      try {
        // The first thousand: the next sweep finds those behind them.
        const open = new ListMultipartUploadsCommand({ Bucket, Prefix: prefix + below });
        for (const { Key, UploadId, Initiated } of (await client.send(open, brief)).Uploads ?? [])
          if (Initiated && Initiated < before)
            await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }), brief);
      } catch (error) {
        // A server that lists no parts keeps none that could be found.
        if (!isNotImplemented(error)) throw translated(error);
      }
    },

    check: () => checkBucket(client, { bucket: Bucket, prefix }, brief),
    close: () => client.destroy(),
  };
}

/** What breaks on the way is ours to name. Whoever lets go of the stream ends the reply. */
async function* parts(body: Readable): AsyncGenerator<Uint8Array, void> {
  try {
    yield* body;
  } catch (error) {
    throw translated(error);
  }
}
