import S3rver from '@20minutes/s3rver';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** Where the workplace keeps its files: a server that speaks S3, on loopback. */
export type Storage = {
  /** Origin of pre-signed addresses, to be declared as a content host. */
  readonly origin: string;
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array>;
  /** An address that needs no other proof, for so many seconds. */
  presign(key: string, seconds: number): Promise<string>;
  close(): Promise<void>;
};

const Bucket = 'travail';

/** Starts the server on a folder of its own. */
export async function openStorage(directory: string): Promise<Storage> {
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: Bucket }],
  });
  const { port } = await server.run();
  const origin = `http://127.0.0.1:${port}`;
  const client = new S3Client({
    region: 'eu-west-3',
    endpoint: origin,
    forcePathStyle: true,
    // The credentials that this server knows; it holds nothing but texts of tests.
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  });
  return {
    origin,
    put: async (Key, Body) => void (await client.send(new PutObjectCommand({ Bucket, Key, Body }))),
    get: async (Key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error(`nothing is kept under ${Key}`);
      return Body.transformToByteArray();
    },
    presign: (Key, expiresIn) => getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn }),
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}
