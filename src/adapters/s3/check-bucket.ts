import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  type LifecycleRule,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AppError } from '../../core/errors.ts';
import { failWith, isNotImplemented, translated } from './translate-error.ts';

type Call = { readonly requestTimeout: number };

/**
 * Whether a bucket answers and really loses what is erased (R70): a versioned one keeps it as an old version, unless a rule of
 * its lifecycle ends old versions after a day; one with object lock may keep it whatever is asked.
 * @throws AppError `CONFIGURATION_INVALID`, with how to mend it; `STORE_UNAVAILABLE`
 */
export async function checkBucket(
  client: S3Client,
  { bucket: Bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  call: Call,
): Promise<void> {
  // A listing, since what is wrong is said in the body, which replies to HEAD lack; one of nothing, since it is cheap.
  const nothing = new ListObjectsV2Command({ Bucket, Prefix: `${prefix}check/`, MaxKeys: 1 });
  await client.send(nothing, call).catch(failWith);

  const versioning = await orNone(client.send(new GetBucketVersioningCommand({ Bucket }), call));
  if (!versioning?.Status) return;

  const lock = await orNone(client.send(new GetObjectLockConfigurationCommand({ Bucket }), call));
  if (lock?.ObjectLockConfiguration?.Rule)
    refuse('its object lock keeps what is erased. Take a bucket without a default retention.');

  const lifecycle = await orNone(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }), call));
  if (!lifecycle?.Rules?.some((rule) => endsOldVersions(rule, prefix)))
    refuse(
      'it keeps versions, so that what is erased would stay. Take one without, or add a rule to its lifecycle that expires noncurrent versions after 1 day.',
    );
}

/** Whether a rule takes old versions of all our objects away a day after they were erased. */
function endsOldVersions(rule: LifecycleRule, prefix: string): boolean {
  const { Status, Filter, NoncurrentVersionExpiration: old } = rule;
  const { Prefix = rule.Prefix ?? '', ...narrower } = Filter ?? {};
  const isForAll = prefix.startsWith(Prefix) && Object.keys(narrower).length === 0;
  return Status === 'Enabled' && isForAll && old?.NoncurrentDays === 1 && !old.NewerNoncurrentVersions;
}

/** What the server has no call for, or nothing under, is not set. What it does not let us see may be. */
async function orNone<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    if (isNotImplemented(error) || translated(error).code === 'NOT_FOUND') return null;
    throw translated(error);
  }
}

function refuse(why: string): never {
  throw new AppError('CONFIGURATION_INVALID', { detail: `S3_BUCKET: ${why}` });
}
