import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enqueue } from '../../../src/adapters/postgres/outbox.ts';
import type { Job } from '../../../src/ports/job-queue.ts';
import { idOf } from '../../support/id-of-job.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
  for (const id of ['grande', 'petite'])
    await open.database.insertInto('organisation').values({ id, title: id }).execute();
});
afterAll(() => open?.close());

const ingest = (org: string, lane: 'interactive' | 'bulk' = 'interactive'): Job => ({
  name: 'document.ingest',
  payload: { org, id: randomUUID(), version: 1, lane },
});
const unindex = (org: string): Job => ({ name: 'document.unindex', payload: { org, id: randomUUID() } });

test('R31: one organisation does not wait behind the many jobs of another, and rights wait behind nothing', async () => {
  const { database, stores } = open;
  const late = ingest('petite');
  const revocation = unindex('grande');
  const bulk = ingest('petite', 'bulk');
  await database.transaction().execute(async (transaction) => {
    await enqueue(
      transaction,
      Array.from({ length: 3_000 }, () => ingest('grande')),
    );
    await enqueue(transaction, [bulk, late, revocation]);
  });
  const drained: Job[] = [];
  const take = async (limit: number) => {
    const taken: Job[] = [];
    await stores.outbox.drain(limit, async (jobs) => void taken.push(...jobs));
    drained.push(...taken);
    return taken;
  };
  const first = await take(3);
  expect(first).toContainEqual(revocation);
  expect(first).toContainEqual(late);
  expect(first.map(({ payload }) => payload.org).toSorted()).toEqual(['grande', 'grande', 'petite']);
  while ((await take(500)).length > 0);
  expect(drained).toHaveLength(3_003);
  expect(new Set(drained.map(idOf)).size).toBe(3_003);
  // What nobody waits for comes last.
  expect(drained.slice(-1)).toEqual([bulk]);
});
