import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { S3Client } from '@aws-sdk/client-s3';
import type { BucketSettings } from '../../config/blob-settings.ts';

/** A server that speaks S3, with one bucket. */
export async function serveBucket(): Promise<{
  readonly settings: BucketSettings;
  readonly client: S3Client;
  /** What Sourcier is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}> {
  const directory = await mkdtemp(join(tmpdir(), 'sourcier-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    // It canonicalises the address of a bucket otherwise than S3 and the client do.
    allowMismatchedSignatures: true,
    configureBuckets: [{ name: 'sourcier' }],
  });
  const { port } = await server.run();
  // The credentials that this server knows; it holds nothing but bytes of tests.
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  const settings = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-3',
    bucket: 'sourcier',
    prefix: 'essai/',
    pathStyle: true,
    ...credentials,
  };
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: true,
    credentials,
  });
  return {
    settings,
    client,
    environment: {
      S3_BUCKET: settings.bucket,
      S3_ENDPOINT: settings.endpoint,
      S3_REGION: settings.region,
      S3_ACCESS_KEY_ID: settings.accessKeyId,
      S3_SECRET_ACCESS_KEY: settings.secretAccessKey,
    },
    close: async () => {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
}
