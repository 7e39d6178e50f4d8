import { z } from 'zod';
import { isNearby } from '../src/core/trust.ts';
import { blankAsAbsent } from './blank-as-absent.ts';
import { refuseKnownDefault } from './known-defaults.ts';

/** Keys of the environment that say where files lie. */
export const blobKeys = {
  /** `on`: files are sealed with a key of their organisation before they are kept, in a folder or a bucket. */
  BLOB_ENCRYPTION: z.enum(['on', 'off']).default('off'),
  /** Bucket that holds the files. Absent: a folder of the data folder does. */
  S3_BUCKET: blankAsAbsent(
    z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a name of 3 to 63 letters, digits, . and -'),
  ),
  /** Its server, with scheme and port. Plain http is for neighbours only. */
  S3_ENDPOINT: blankAsAbsent(
    z.url({ protocol: /^https?$/, error: 'an http(s) address such as https://s3.host' }),
  ),
  /** Its region, as the server names it. */
  S3_REGION: blankAsAbsent(z.string().regex(/^[\w-]+$/, 'a name such as fr-par')),
  /** What stands before every name, so that a bucket can have other uses. */
  S3_PREFIX: z
    .string()
    .regex(/^([\w-][\w.-]*\/)*$/, 'empty, or names that each end with a slash')
    .default(''),
  /** `path`: https://host/bucket, as most servers of one's own want it; `host`: https://bucket.host. */
  S3_ADDRESSING: z.enum(['path', 'host']).default('path'),
};

/** A bucket and who we are to it. */
export type BucketSettings = {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Empty, or ending with a slash. */
  readonly prefix: string;
  /** True: the bucket stands in the path; false: in the name of the host. */
  readonly pathStyle: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** The bucket of this deployment, `null` where files lie in a folder. Adds what is wrong to `problems`. */
export function bucketOf(
  value: z.infer<z.ZodObject<typeof blobKeys>>,
  credentials: { readonly id: string | undefined; readonly secret: string | undefined },
  problems: string[],
): BucketSettings | null {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_REGION: region } = value;
  const { id: accessKeyId, secret: secretAccessKey } = credentials;
  if (!bucket && !endpoint && !region && !accessKeyId && !secretAccessKey) return null;
  if (!bucket || !endpoint || !region || !accessKeyId || !secretAccessKey) {
    problems.push(
      'S3_BUCKET, S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together: set all or none.',
    );
    return null;
  }
  refuseKnownDefault('S3_SECRET_ACCESS_KEY', secretAccessKey, problems);
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === 'http:' && !isNearby(hostname))
    problems.push('S3_ENDPOINT: https, unless the server is on this machine or in a private network.');
  return {
    endpoint,
    region,
    bucket,
    prefix: value.S3_PREFIX,
    pathStyle: value.S3_ADDRESSING === 'path',
    accessKeyId,
    secretAccessKey,
  };
}
