import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { type FetchDeps, fetchContent } from './fetch-content.ts';

const bytes = Buffer.from('Une note.');
const job = { org: 'ormeval', id: '7c0f0f6e-8d2c-4a39-9a55-0d0d5b0c6a11', version: 1, lane: 'bulk' } as const;

/** What is needed to fetch one file, whose keeping ends so. */
function deps(put: FetchDeps['blobs']['put']): FetchDeps {
  const origin = 'https://travail.example';
  const content = {
    ...{ dataref: `${origin}/note`, size: bytes.length },
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const work = { ...job, source: 'travail', itemId: 'note', claim: 1, content };
  const source = { org: job.org, id: 'travail', exportUrl: null, contentOrigins: [origin] };
  return {
    workplace: { beginFetch: async () => work, endFetch: async () => true },
    sources: { find: async () => source, findExportToken: async () => null },
    client: { call: async () => ({ status: 200, headers: {}, body: Readable.from([bytes]) }) },
    documents: { settle: async () => true, removeChildrenExcept: async () => {} },
    blobs: { put },
    maxBytes: 1_000,
  } as unknown as FetchDeps;
}
const fetching = (put: FetchDeps['blobs']['put']) =>
  fetchContent(deps(put), job, new AbortController().signal);

it('R80: that the store of files is away is told as such, and not as the workplace’s failure', async () => {
  await expect(fetching(() => Promise.reject(new AppError('STORE_UNAVAILABLE')))).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
  });
  await expect(fetching(() => Promise.reject(new Error('cut short')))).rejects.toMatchObject({
    code: 'CONTENT_UNAVAILABLE',
  });
});

it('keeps what is what was announced', async () => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(await fetching(async () => ({ sha256, bytes: bytes.length }))).toBe('indexed');
});
