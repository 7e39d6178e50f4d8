import { AppError } from '../../core/errors.ts';

/** What a call of the S3 client threw, as far as we look at it. */
type VendorError = { readonly name?: string; readonly $metadata?: { readonly httpStatusCode?: number } };

/** What is wrong with the settings, by the code that the server says. */
const settingsAtFault: Readonly<Record<string, string>> = {
  NoSuchBucket: 'S3_BUCKET: there is no such bucket.',
  AccessDenied: 'S3_ACCESS_KEY_ID: this key may not do what is needed with the bucket (docs/blobs.md).',
  InvalidAccessKeyId: 'S3_ACCESS_KEY_ID: the server does not know this key.',
  SignatureDoesNotMatch: 'S3_SECRET_ACCESS_KEY: it does not belong to S3_ACCESS_KEY_ID.',
  RequestTimeTooSkewed: 'The clocks of this machine and of the S3 server are too far apart.',
  AuthorizationHeaderMalformed: 'S3_REGION: the bucket is in another region.',
  PermanentRedirect: 'S3_ENDPOINT or S3_REGION: the bucket is elsewhere.',
};

const doesNotAnswer = {
  fr: 'S3_ENDPOINT : la réserve des fichiers (S3) ne répond pas.',
  en: 'S3_ENDPOINT: the store of files (S3) does not answer.',
};

/** An error of the S3 client as ours: its message, which can hold names and keys, stays inside. */
export function translated(cause: unknown): AppError {
  const { name = '', $metadata } = cause as VendorError;
  const detail = settingsAtFault[name];
  if (detail !== undefined) return new AppError('STORE_UNAVAILABLE', { cause, detail, retryable: false });
  // We ask for ranges that lie within what was kept.
  if (name === 'InvalidRange') return new AppError('BLOB_DAMAGED', { cause });
  // A reply without a body, as that to HEAD, has its status for a name.
  const isMissing = name === 'NoSuchKey' || $metadata?.httpStatusCode === 404;
  if (isMissing) return new AppError('NOT_FOUND', { cause });
  return new AppError('STORE_UNAVAILABLE', { cause, explanation: doesNotAnswer });
}

/** For `catch`: throws it as ours. */
export function failWith(cause: unknown): never {
  throw translated(cause);
}

/** True when the server has no such call. */
export function isNotImplemented(cause: unknown): boolean {
  const { name, $metadata } = cause as VendorError;
  return name === 'NotImplemented' || $metadata?.httpStatusCode === 501;
}
