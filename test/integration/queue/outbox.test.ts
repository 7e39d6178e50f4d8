import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createOutbox } from '../../../src/adapters/postgres/outbox.ts';
import { sensitivities } from '../../../src/core/document.ts';
import type { Job } from '../../../src/ports/job-queue.ts';
import { idOf } from '../../support/id-of-job.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';

const org = 'bellerive';
let open: TestStores;
let accessClass: number;
beforeAll(async () => {
  open = await openTestStores();
  await open.stores.access.applyOrganisation(anOrganisation(), 'test');
  accessClass = await classFor(open.stores, org, 'space:mairie');
});
afterAll(() => open.close());
beforeEach(async () => {
  await open.database.deleteFrom('outbox').where('org', '=', org).execute();
  await open.database.deleteFrom('document').where('org', '=', org).execute();
  await open.stores.queue.clear();
});

const submit = (externalId: string) => open.stores.documents.submit(aSubmission({ accessClass, externalId }));
const ids = (jobs: readonly Job[]) => jobs.map(idOf).sort();

test('R79: two drainers at once hand out each job once, in batches, and leave nothing', async () => {
  const submitted: string[] = [];
  const handedOut: Job[] = [];
  let submitting = true;
  async function drainAll(): Promise<void> {
    const outbox = createOutbox(open.database);
    for (;;) {
      // Only what was looked for after the last submission can tell that nothing is left.
      const allSubmitted = !submitting;
      const count = await outbox.drain(7, async (jobs) => void handedOut.push(...jobs));
      expect(count).toBeLessThanOrEqual(7);
      if (allSubmitted && count === 0) return;
    }
  }
  async function submitAll(): Promise<void> {
    for (let i = 0; i < 120; i += 1) submitted.push((await submit(`note-${i}.md`)).id);
    submitting = false;
  }
  await Promise.all([submitAll(), drainAll(), drainAll()]);
  expect(ids(handedOut)).toEqual(submitted.sort());
});

test('R79: jobs that were not delivered stay, and are handed out again', async () => {
  const { id } = await submit('note.md');
  const { outbox } = open.stores;
  await expect(outbox.drain(10, () => Promise.reject(new Error('queue away')))).rejects.toThrow('queue away');
  const handedOut: Job[] = [];
  expect(await outbox.drain(10, async (jobs) => void handedOut.push(...jobs))).toBe(1);
  expect(ids(handedOut)).toEqual([id]);
  expect(await outbox.drain(10, async () => {})).toBe(0);
});

test('R79: what this program does not know or cannot read stays, and holds up nothing', async () => {
  const { outbox } = open.stores;
  const foreign = [
    { org, job: 'document.future', payload: JSON.stringify({ org, id: 'x' }) },
    { org, job: 'document.ingest', payload: JSON.stringify({ org, id: 'no uuid' }) },
  ];
  await open.database
    .insertInto('outbox')
    .values(foreign.map((row) => row as never))
    .execute();
  const { id } = await submit('note.md');
  const handedOut: Job[] = [];
  expect(await outbox.drain(10, async (jobs) => void handedOut.push(...jobs))).toBe(1);
  expect(ids(handedOut)).toEqual([id]);
  expect(await outbox.drain(10, async () => {})).toBe(0);
  const left = await open.database.selectFrom('outbox').select('job').where('org', '=', org).execute();
  expect(left.map(({ job }) => job)).toEqual(['document.future', 'document.ingest']);
});

test('R79: a queue that was lost is rebuilt from the truth: what is unfinished, and nothing else', async () => {
  const { documents, generations, outbox, queue, index } = open.stores;
  const waiting = await submit('waiting.md');
  const begun = await submit('begun.md');
  await documents.beginWork({ org, id: begun.id }, 1);
  const found = await publishText(
    { documents, index },
    aSubmission({ accessClass, externalId: 'found.md' }),
    'Texte.',
  );
  const failed = await submit('failed.md');
  await documents.settle({ org, id: failed.id }, 1, { state: 'failed', reason: 'damaged' });
  await outbox.drain(100, (jobs) => queue.add(jobs));
  await queue.clear();

  const rebuilt: Job[] = [];
  const collect = async (jobs: readonly Job[]) => void rebuilt.push(...jobs);
  expect(await documents.requeueUnfinished()).toBe(2);
  await outbox.drain(100, collect);
  expect(ids(rebuilt)).toEqual([waiting.id, begun.id].sort());

  rebuilt.length = 0;
  expect(
    await generations.requestMissing(org, [{ generation: 'words@1', sendable: sensitivities }], {
      askedBefore: new Date(),
    }),
  ).toBe(1);
  await outbox.drain(100, collect);
  const { id } = found;
  expect(rebuilt).toEqual([{ name: 'document.embed', payload: { org, id, version: 1, lane: 'bulk' } }]);
});
