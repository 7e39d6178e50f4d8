import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  CreateBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createObjectBucket } from '../../../src/adapters/s3/object-bucket.ts';
import { eventually } from '../../support/api-client.ts';
import { freePort } from '../../support/listen.ts';

/** A server that knows versions, lifecycles and locks, from the Python packages `moto[s3]` and `flask-cors`. */
const hasServer = spawnSync('python3', ['-c', 'import moto.server']).status === 0;

describe.skipIf(!hasServer)(
  'a bucket that keeps what is erased (needs the Python packages moto[s3] and flask-cors)',
  () => {
    let server: ChildProcess;
    let endpoint: string;
    let client: S3Client;
    const credentials = { accessKeyId: 'essai', secretAccessKey: 'essai' };
    beforeAll(async () => {
      const port = await freePort();
      endpoint = `http://127.0.0.1:${port}`;
      server = spawn('python3', ['-m', 'moto.server', '-p', port], { stdio: 'ignore' });
      client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
      await eventually(async () => (await fetch(endpoint).catch(() => null)) !== null);
    });
    afterAll(async () => {
      client.destroy();
      server.kill();
      await once(server, 'exit');
    });

    const check = (bucket: string, prefix = '') => {
      const objects = createObjectBucket({
        endpoint,
        region: 'us-east-1',
        bucket,
        prefix,
        pathStyle: true,
        ...credentials,
      });
      return objects.check().finally(() => objects.close());
    };
    const versioned = async (Bucket: string, Status: 'Enabled' | 'Suspended') => {
      await client.send(new CreateBucketCommand({ Bucket }));
      await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    };
    const expiring = (Bucket: string, NoncurrentDays: number, Prefix: string) =>
      client.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: [
              {
                ID: 'old',
                Status: 'Enabled',
                Filter: { Prefix },
                NoncurrentVersionExpiration: { NoncurrentDays },
              },
            ],
          },
        }),
      );
    const refused = (why: RegExp) =>
      expect.objectContaining({ code: 'CONFIGURATION_INVALID', detail: expect.stringMatching(why) });

    test('one without versions is taken', async () => {
      await client.send(new CreateBucketCommand({ Bucket: 'simple' }));
      await check('simple');
    });

    test.each([
      'Enabled',
      'Suspended',
    ] as const)('R70: one whose versioning is %s is refused', async (status) => {
      const name = `versions-${status.toLowerCase()}`;
      await versioned(name, status);
      await expect(check(name)).rejects.toEqual(refused(/keeps versions/));
    });

    test('R70: a rule that ends old versions of all our objects after a day lets it be taken, no other', async () => {
      await versioned('ruled', 'Enabled');
      await expiring('ruled', 30, '');
      await expect(check('ruled')).rejects.toEqual(refused(/noncurrent/));
      await expiring('ruled', 1, 'files/');
      await expect(check('ruled')).rejects.toEqual(refused(/noncurrent/));
      await check('ruled', 'files/sourcier/');
      await expiring('ruled', 1, '');
      await check('ruled');
    });

    test('R70: one that locks objects by default is refused, whatever its lifecycle', async () => {
      await client.send(new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true }));
      const DefaultRetention = { Mode: 'COMPLIANCE', Days: 30 } as const;
      await client.send(
        new PutObjectLockConfigurationCommand({
          Bucket: 'locked',
          ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } },
        }),
      );
      await expiring('locked', 1, '');
      await expect(check('locked')).rejects.toEqual(refused(/object lock/));
    });
  },
);
