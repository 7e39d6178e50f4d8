import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reportIndex } from '../../../src/core/ingest/index-report.ts';
import type { RebuildSubject } from '../../../src/ports/document-store.ts';
import type { Job } from '../../../src/ports/job-queue.ts';
import { catalogue } from '../../../src/queue/catalogue.ts';
import { aVersion, openTestStores, type TestStores } from '../../support/test-stores.ts';
import { applyTown, publishIn } from '../rights/town.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let org: string;
let number = 0;
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  await applyTown(open, org, ['bruno']);
});

const publish = (space: string, externalId: string) =>
  publishIn(open, { org, space, externalId }, `Le texte de ${externalId}.`);
const rebuild = (subject: RebuildSubject, by: string | null = 'alice') =>
  open.stores.documents.reindex(org, { subject, by });
const progress = async () =>
  (await reportIndex(open.stores, org)).rebuilds.map(({ subject, documents, remaining }) => ({
    subject,
    documents,
    remaining,
  }));
/** Which documents the queue is asked to read anew, since the last time. */
async function asked(): Promise<string[]> {
  const jobs: Job[] = [];
  await open.stores.outbox.drain(1_000, async (some) => {
    jobs.push(...some);
  });
  return jobs.flatMap(({ name, payload }) =>
    name === 'document.ingest' && 'again' in payload && payload.org === org ? [payload.id] : [],
  );
}
/** What a worker does of such a job. */
async function readAnew(id: string): Promise<void> {
  const item = await open.stores.documents.beginWork({ org, id }, 1, { again: true });
  expect(item).not.toBeNull();
  await open.stores.documents.publish(
    { org, id },
    1,
    aVersion(id, { title: 'Note', text: 'Le texte, encore.' }),
  );
}

test('a space is read anew document by document, and tells how far it is', async () => {
  const [a, b] = [await publish('rh', 'a.md'), await publish('rh', 'b.md')];
  await publish('mairie', 'c.md');
  await asked();
  const subject = { kind: 'space', id: 'rh' } as const;
  expect(await rebuild(subject)).toBe(2);
  expect((await asked()).toSorted()).toEqual([a.id, b.id].toSorted());
  expect(await progress()).toEqual([{ subject, documents: 2, remaining: 2 }]);
  await readAnew(a.id);
  expect(await progress()).toEqual([{ subject, documents: 2, remaining: 1 }]);
  // One whose reading fails for no reason of its own keeps its text, and is not waited for.
  await open.stores.documents.endRebuild({ org, id: b.id }, 'bytes-missing');
  expect(await progress()).toEqual([{ subject, documents: 2, remaining: 0 }]);
});

test('R79: what a lost queue forgot is asked for again, and no more than that', async () => {
  const [a, b] = [await publish('rh', 'a.md'), await publish('rh', 'b.md')];
  await rebuild({ kind: 'organisation' });
  await asked();
  await readAnew(a.id);
  await open.stores.documents.requeueUnfinished();
  expect(await asked()).toEqual([b.id]);
});

test('what was given up gets a job of its own when it is asked for later; what waits keeps its', async () => {
  const { id } = await publish('rh', 'a.md');
  await asked();
  const keys = async () => {
    const jobs: Job[] = [];
    await open.stores.outbox.drain(1_000, async (some) => {
      jobs.push(...some);
    });
    return jobs.flatMap(({ name, payload }) =>
      name === 'document.ingest' && payload.org === org ? [catalogue[name].key(payload)] : [],
    );
  };
  await rebuild({ kind: 'document', id });
  const [first] = await keys();
  await open.stores.documents.goOnReading(org, { kind: 'organisation' });
  expect(await keys()).toEqual([first]);
  await open.stores.documents.requeueUnfinished();
  expect(await keys()).toEqual([first]);
  await rebuild({ kind: 'document', id });
  expect(await keys()).toEqual([first]);
  await open.stores.documents.endRebuild({ org, id }, 'internal-error');
  await sleep(2);
  await rebuild({ kind: 'document', id });
  const [later] = await keys();
  expect(later).toMatch(/\/again\d+$/);
  expect(later).not.toBe(first);
});

test('a document is read anew alone, and leaves a record of who asked', async () => {
  const { id } = await publish('rh', 'a.md');
  await publish('rh', 'b.md');
  await asked();
  expect(await rebuild({ kind: 'document', id })).toBe(1);
  expect(await asked()).toEqual([id]);
  const [record] = await open.stores.audit.list(org, { limit: 1, order: 'latest' });
  expect(record).toMatchObject({
    action: 'index-rebuild-asked',
    details: { kind: 'document', id, documents: 1 },
  });
});

test('R14 R17: what is not there, and what is another organisation’s, look the same', async () => {
  const { id } = await publish('rh', 'a.md');
  const other = `autre${number}`;
  await applyTown(open, other, []);
  for (const subject of [
    { kind: 'document', id },
    { kind: 'document', id: randomUUID() },
    { kind: 'document', id: 'a.md' },
    { kind: 'space', id: 'nulle-part' },
  ] as const)
    await expect(open.stores.documents.reindex(other, { subject })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  expect(await progress()).toEqual([]);
});

test('R30: the report is of one organisation, by space, and knows of the last comparison', async () => {
  await publish('rh', 'a.md');
  const other = `autre${number}`;
  await applyTown(open, other, []);
  await open.stores.indexHealth.keepComparison(org, 3);
  const report = await reportIndex(open.stores, org);
  expect(report).toMatchObject({ total: 1, comparison: { differed: 3 } });
  expect(report.spaces.map(({ id, total }) => [id, total])).toEqual([
    ['rh', 1],
    ['mairie', 0],
  ]);
  expect(await reportIndex(open.stores, other)).toMatchObject({ total: 0, comparison: null });
});
