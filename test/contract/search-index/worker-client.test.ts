import { expect, it } from 'vitest';
import type { Questions } from '../../../src/adapters/sqlite-index/protocol.ts';
import { createWorkerClient } from '../../../src/adapters/sqlite-index/worker-client.ts';

const entry = new URL('./dying-worker.ts', import.meta.url);
const start = () =>
  createWorkerClient<Questions>(
    { name: 'test', entry },
    { folder: '', mergeChunks: 1, openOrganisations: 1 },
    () => undefined,
  );
const org = { org: 'bellerive' };

it('a thread that dies rejects what it was asked, and the next call starts another', async () => {
  const client = start();
  expect(await client.call('listDocuments', org)).toEqual([{ id: 'call', version: 1 }]);
  const waiting = client.call('cacheUse', {});
  const fatal = client.call('stats', org);
  await expect(fatal).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  await expect(waiting).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(await client.call('listDocuments', org)).toEqual([{ id: 'call', version: 1 }]);
  await client.close();
});

it('an abort rejects at once with its reason, and the thread goes on', async () => {
  const client = start();
  const controller = new AbortController();
  const waiting = client.call('cacheUse', {}, { signal: controller.signal });
  controller.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  expect(await client.call('listDocuments', org)).toEqual([{ id: 'call', version: 2 }]);
  await client.close();
});

it('closing rejects what is never answered', async () => {
  const client = start();
  const waiting = client.call('cacheUse', {});
  await Promise.all([client.close(), expect(waiting).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })]);
});
