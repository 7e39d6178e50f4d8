import { expect, test } from 'vitest';
import { readEnvironment } from '../../config/env.ts';
import { checkShared } from './check-shared.ts';

const told = (source: Record<string, string>): string => {
  try {
    checkShared(readEnvironment(source));
    return '';
  } catch (error) {
    return (error as { detail: string }).detail;
  }
};

test('processes apart are refused what belongs to one machine or process, each part named', () => {
  expect(told({})).toMatch(/^DATABASE_URL.*\nINDEX.*\nS3_BUCKET/);
  const shared = {
    DATABASE_URL: 'postgres://a:une-phrase-assez-longue@127.0.0.1/c',
    INDEX: 'qdrant',
    QDRANT_URL: 'http://127.0.0.1:6333',
    S3_BUCKET: 'files',
    S3_ENDPOINT: 'http://127.0.0.1:9000',
    S3_REGION: 'fr-par',
    S3_ACCESS_KEY_ID: 'identifiant',
    S3_SECRET_ACCESS_KEY: 'une clé assez longue',
  };
  expect(told(shared)).toBe('');
  const { DATABASE_URL: _url, ...noDatabase } = shared;
  expect(told(noDatabase)).toMatch(/^DATABASE_URL[^\n]*$/);
  expect(told({ ...shared, INDEX: 'sqlite' })).toMatch(/^INDEX[^\n]*$/);
});
