import { expect, test } from 'vitest';
import { translated } from './translate-error.ts';

test('a bucket that does not answer is told as the store of files, not as any store', () => {
  expect(translated(new Error('connect ECONNREFUSED'))).toMatchObject({
    code: 'STORE_UNAVAILABLE',
    retryable: true,
    explanation: { en: 'S3_ENDPOINT: the store of files (S3) does not answer.' },
  });
  expect(translated({ name: 'NoSuchKey' })).toMatchObject({ code: 'NOT_FOUND' });
});
