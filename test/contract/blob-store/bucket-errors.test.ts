import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSilentServer } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BucketSettings } from '../../../config/blob-settings.ts';
import { createObjectBucket } from '../../../src/adapters/s3/object-bucket.ts';
import { freePort, listen } from '../../support/listen.ts';
import { serveBucket } from '../../support/serve-bucket.ts';
import { temporaryFolder } from '../search-index/temporary-folder.ts';

let served: Awaited<ReturnType<typeof serveBucket>>;
beforeAll(async () => {
  served = await serveBucket();
});
afterAll(() => served.close());

const bucketWith = (changes: Partial<BucketSettings>) =>
  createObjectBucket({ ...served.settings, ...changes });
const unavailable = (detail: unknown) => expect.objectContaining({ code: 'STORE_UNAVAILABLE', detail });

test('says what is wrong with the settings, and which key to mend', async () => {
  await expect(bucketWith({ bucket: 'absent' }).check()).rejects.toEqual(
    unavailable(expect.stringMatching(/^S3_BUCKET/)),
  );
  await expect(bucketWith({ accessKeyId: 'nobody' }).check()).rejects.toEqual(
    unavailable(expect.stringMatching(/^S3_ACCESS_KEY_ID/)),
  );
  // A bucket that went is no missing file: what is there must not look erased.
  await expect(bucketWith({ bucket: 'absent' }).read('a/b')).rejects.toEqual(unavailable(expect.anything()));
});

test('a clock that is wrong is told', async () => {
  const server = createServer((_request, reply) => {
    reply.writeHead(403, { 'content-type': 'application/xml' });
    reply.end(
      '<Error><Code>RequestTimeTooSkewed</Code><Message>The difference is too large.</Message></Error>',
    );
  });
  const objects = bucketWith({ endpoint: await listen(server) });
  await expect(objects.check()).rejects.toEqual(unavailable(expect.stringMatching(/clocks/)));
  objects.close();
  server.close();
});

test('R80: a server that is gone or silent is told in time', { timeout: 40_000 }, async () => {
  const gone = bucketWith({ endpoint: `http://127.0.0.1:${await freePort()}` });
  await expect(gone.read('a/b')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  const silent = createSilentServer();
  const objects = bucketWith({ endpoint: await listen(silent) });
  const begun = performance.now();
  await expect(objects.read('a/b')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(performance.now() - begun).toBeLessThan(20_000);
  objects.close();
  silent.close();
});

test('a large file goes in parts, and a reply that is let go of does not hold its connection', async () => {
  const objects = bucketWith({});
  const bytes = Buffer.alloc(40 * 1024 * 1024, 'Bellerive ');
  const file = join(temporaryFolder(), 'large');
  await writeFile(file, bytes);
  await objects.adopt('large', file);
  // More than a client has connections.
  for (let time = 0; time < 60; time += 1) {
    const { stream } = await objects.read('large');
    for await (const part of stream) if (part.length > 0) break;
  }
  expect((await buffer((await objects.read('large')).stream)).equals(bytes)).toBe(true);
  // Ranges that are asked for lie within what was kept: what is shorter was cut.
  const beyond = { start: bytes.length, end: bytes.length + 9 };
  await expect(objects.read('large', beyond)).rejects.toMatchObject({ code: 'BLOB_DAMAGED' });
  objects.close();
});
