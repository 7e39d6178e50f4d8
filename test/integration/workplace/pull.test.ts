import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplaceClient } from '../../../src/adapters/outgoing-http/workplace-client.ts';
import { AppError } from '../../../src/core/errors.ts';
import { saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { pullQueue } from '../../../src/core/workplace/pull-queue.ts';
import type { WorkplaceClient } from '../../../src/ports/workplace-client.ts';
import { openWorkplace, type Workplace } from '../../simulator/workplace.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

const { signal } = new AbortController();
const client = createWorkplaceClient(() => true);
let open: TestStores;
let workplace: Workplace;
beforeAll(async () => {
  [open, workplace] = await Promise.all([openTestStores(), openWorkplace(['file', 'coupure', 'absente'])]);
}, 60_000);
afterAll(async () => {
  client.close();
  await workplace?.close();
  await open?.close();
});

async function aSource(name: string) {
  const organisation = workplace.organisation(name);
  await open.database.insertInto('organisation').values({ id: name, title: name }).execute();
  const { exportUrl, exportToken } = organisation;
  const input = { directory: true, mode: 'pull', exportUrl, exportToken } as const;
  const { source } = await saveSource(open.stores, { org: name, id: 'travail' }, input, null);
  await organisation.createSpace('1', {}, { 'user:alice': 'contributeur' });
  return { organisation, source: { ...source, exportUrl } };
}

const pull = (source: Awaited<ReturnType<typeof aSource>>['source'], calling: WorkplaceClient = client) =>
  pullQueue({ ...open.stores, client: calling, clock: () => new Date() }, source, {
    signal,
    leaseSeconds: 1,
  });
const progress = async (org: string) => (await open.stores.sources.list(org))[0]?.progress;

test('fetches what waits, a hundred at once, applies it as if it had been pushed, and acknowledges it', async () => {
  const { organisation, source } = await aSource('file');
  for (let i = 0; i < 120; i += 1) await organisation.putPerson(`p${i}`, { name: `Personne ${i}` });
  const all = (await organisation.history()).length;
  expect(await pull(source)).toBe(true);
  expect(await pull(source)).toBe(false);
  expect(await progress('file')).toMatchObject({ applied: all, duplicates: 0, rejected: 0 });
  await sleep(1_200);
  expect(await pull(source)).toBe(false);
  expect(await progress('file')).toMatchObject({ applied: all, duplicates: 0 });
});

test('R78: what was applied and not acknowledged is given again, and known for duplicates', async () => {
  const { organisation, source } = await aSource('coupure');
  const cut: WorkplaceClient = {
    call: (url, options) =>
      options.method === 'POST'
        ? Promise.reject(new AppError('CONTENT_UNAVAILABLE'))
        : client.call(url, options),
  };
  await expect(pull(source, cut)).rejects.toThrow();
  const all = (await organisation.history()).length;
  expect(await progress('coupure')).toMatchObject({ applied: all, duplicates: 0 });
  await sleep(1_200);
  await pull(source);
  expect(await progress('coupure')).toMatchObject({ applied: all, duplicates: all });
});

test('a queue that is not offered is a failure, not an empty one', async () => {
  const { organisation, source } = await aSource('absente');
  organisation.offer({ queue: false });
  await expect(pull(source)).rejects.toMatchObject({ code: 'CONTENT_UNAVAILABLE' });
});
