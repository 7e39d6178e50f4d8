import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { embedDocument } from '../../../src/core/ingest/embed-document.ts';
import { everything } from '../../../src/core/scope.ts';
import type { Embedder } from '../../../src/ports/embedder.ts';
import type { Job } from '../../../src/ports/job-queue.ts';
import { idOf } from '../../support/id-of-job.ts';
import {
  aSubmission,
  aVersion,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';
import { applyTown, publishIn } from './town.ts';

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
  await jobs();
});

/** What was asked of the queue since the last time. */
async function jobs(): Promise<string[]> {
  const asked: Job[] = [];
  await open.stores.outbox.drain(1_000, async (some) => {
    asked.push(...some);
  });
  return asked.filter(({ payload }) => payload.org === org).map((job) => `${job.name} ${idOf(job)}`);
}
const publish = (space: string, externalId: string, text: string) =>
  publishIn(open, { org, space, externalId }, text);
const exclude = (space = 'rh') =>
  open.stores.documents.switchSpace(org, space, { enabled: false, by: 'alice' });
const include = (space = 'rh') => open.stores.documents.switchSpace(org, space, { enabled: true, by: null });
const rowsOf = async (table: 'chunk' | 'section' | 'alias_mention' | 'suggestion', id: string) =>
  (
    await open.database
      .selectFrom(table)
      .select('document_id')
      .where('org', '=', org)
      .where('document_id', '=', id)
      .execute()
  ).length;
const documentOf = (id: string) =>
  open.database
    .selectFrom('document')
    .select(['state', 'reason', 'wanted_version', 'rendition', 'awaits', 'generations'])
    .where('org', '=', org)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
const summaryFor = async (user: string, scope = everything) =>
  (await open.stores.library.summarise(await authoriseCaller(open.stores, { org, user }), scope)).summary;
const vectorHashes = async () =>
  (await open.database.selectFrom('embedding').select('text_hash').where('org', '=', org).execute()).map(
    (row) => row.text_hash,
  );

test('R13: of an excluded space nothing is kept, and all of it is asked for again when it is included', async () => {
  const text = 'Le compte personnel de formation (CPF) est ouvert à tous.';
  const inside = await publish('rh', 'note.md', text);
  const outside = await publish('mairie', 'avis.md', 'Le marché se tient le jeudi.');
  await open.database
    .updateTable('document')
    .set({ rendition: 'a'.repeat(64), awaits: ['render'] })
    .where('org', '=', org)
    .execute();
  await jobs();

  expect(await exclude()).toBe(1);
  expect(await documentOf(inside.id)).toMatchObject({
    state: 'skipped',
    reason: 'space-excluded',
    rendition: null,
    awaits: [],
    generations: [],
  });
  for (const table of ['chunk', 'section', 'alias_mention', 'suggestion'] as const)
    expect([table, await rowsOf(table, inside.id)]).toEqual([table, 0]);
  expect(await jobs()).toEqual([`document.unindex ${inside.id}`]);
  expect(await open.stores.documents.loadForIndex({ org, id: inside.id })).toBeNull();
  // Another space is not touched.
  expect((await documentOf(outside.id)).state).toBe('searchable-words');
  expect(await rowsOf('chunk', outside.id)).toBe(1);

  // Said again, nothing changes; reindexing leaves it alone.
  expect(await exclude()).toBe(0);
  expect(await open.stores.documents.reindex(org)).toBe(1);
  expect((await documentOf(inside.id)).reason).toBe('space-excluded');
  await jobs();

  expect(await include()).toBe(1);
  expect(await documentOf(inside.id)).toMatchObject({ state: 'queued', reason: null });
  expect(await jobs()).toEqual([`document.ingest ${inside.id}`]);
});

test('R13: vectors go with the texts that no other document holds', async () => {
  const shared = await publish('mairie', 'avis.md', 'Le marché se tient le jeudi.');
  const accessClass = await classFor(open.stores, org, 'space:rh');
  const copied = aSubmission({ org, space: 'rh', accessClass, externalId: 'copie.md', title: 'avis.md' });
  const copy = await publishText(open.stores, copied, 'Le marché se tient le jeudi.');
  const own = await publish('rh', 'note.md', 'La prime est de 900 euros.');
  const hashOf = async (id: string) =>
    (
      await open.database
        .selectFrom('chunk')
        .select('text_hash')
        .where('org', '=', org)
        .where('document_id', '=', id)
        .executeTakeFirstOrThrow()
    ).text_hash;
  const { storeVectors } = open.stores.documents;
  const vector = new Float32Array([1, 0.5]);
  const both = await hashOf(shared.id);
  const alone = await hashOf(own.id);
  expect(await hashOf(copy.id)).toBe(both);
  await storeVectors({ org, id: copy.id }, 'g', [{ textHash: both, vector }]);
  await storeVectors({ org, id: own.id }, 'g', [{ textHash: alone, vector }]);
  expect((await vectorHashes()).sort()).toEqual([both, alone].sort());
  expect((await open.stores.documents.findVectors(org, 'g', [alone])).get(alone)).toEqual(vector);

  await exclude();
  expect(await vectorHashes()).toEqual([both]);
  // What was being embedded meanwhile is not kept.
  await storeVectors({ org, id: own.id }, 'g', [{ textHash: alone, vector }]);
  expect(await vectorHashes()).toEqual([both]);
});

test('R13: of a document that is being embedded, nothing more is sent, and no vector is kept', async () => {
  const { stores } = open;
  const text = Array.from(
    { length: 40 },
    (_, at) => `## Article ${at}\n\n${`Un mot ${at} `.repeat(60)}`,
  ).join('\n\n');
  const { id, version, chunkIds } = await publish('rh', 'note.md', text);
  expect(chunkIds.length).toBeGreaterThan(3);
  let sent = 0;
  const embedder: Embedder = {
    generation: 'g@1',
    trust: 'on-premises',
    maxTextsPerCall: 1,
    embed: async () => {
      sent += 1;
      if (sent === 2) await exclude();
      return [new Float32Array([1])];
    },
  };
  await stores.generations.want(org, 'g@1');
  const { signal } = new AbortController();
  const deps = { ...stores, embedders: { current: embedder } };
  expect(await embedDocument(deps, { org, id, version }, signal)).toBe('skipped');
  expect(sent).toBe(2);
  expect(await vectorHashes()).toEqual([]);
});

test('R13: a switch that a crash cut off goes on when it is said again, or at the next start', async () => {
  const { id } = await publish('rh', 'note.md', 'La prime est de 900 euros.');
  const { documents } = open.stores;
  const cutOff = (enabled: boolean) =>
    open.database
      .updateTable('space')
      .set({ assistant_enabled: enabled })
      .where('org', '=', org)
      .where('id', '=', 'rh')
      .execute();
  await cutOff(false);
  expect(await exclude()).toBe(1);
  expect(await documentOf(id)).toMatchObject({ reason: 'space-excluded' });
  await cutOff(true);
  expect(await documents.finishSwitches(org)).toBe(1);
  expect(await documentOf(id)).toMatchObject({ state: 'queued', reason: null });
  await cutOff(false);
  expect(await documents.finishSwitches(org)).toBe(1);
  expect(await documents.finishSwitches(org)).toBe(0);
  expect(await documentOf(id)).toMatchObject({ reason: 'space-excluded' });
});

test('R13: what is submitted to an excluded space is recorded with the reason, and never read', async () => {
  await exclude();
  const accessClass = await classFor(open.stores, org, 'space:rh');
  const { documents } = open.stores;
  const submission = aSubmission({ org, space: 'rh', accessClass, externalId: 'neuf.md' });
  const first = await documents.submit(submission);
  expect(first.outcome).toBe('skipped');
  expect(await documentOf(first.id)).toMatchObject({ state: 'skipped', reason: 'space-excluded' });
  expect((await documents.submit(submission)).outcome).toBe('unchanged');
  const newer = await documents.submit({ ...submission, sha256: 'f'.repeat(64) });
  expect(newer.outcome).toBe('skipped');
  expect(newer.version).toBe((await documentOf(first.id)).wanted_version);
  expect(await jobs()).not.toContain(`document.ingest ${first.id}`);

  const within = await authoriseCaller(open.stores, { org, user: 'bruno' });
  expect(await open.stores.library.find(within, first.id)).toMatchObject({ reason: 'space-excluded' });
});

test('R13: a reading that was under way when its space was excluded writes nothing', async () => {
  const accessClass = await classFor(open.stores, org, 'space:rh');
  const { documents } = open.stores;
  const { id, version } = await documents.submit(
    aSubmission({ org, space: 'rh', accessClass, externalId: 'lent.md' }),
  );
  const key = { org, id };
  expect(await documents.beginWork(key, version)).not.toBeNull();
  await exclude();
  expect(await documents.publish(key, version, aVersion(id, { title: 'Lent', text: 'Un texte lent.' }))).toBe(
    false,
  );
  expect(await documents.markSearchable(key, version, 'searchable-words')).toBe(false);
  expect(await documents.settle(key, version, { state: 'failed', reason: 'damaged' })).toBe(false);
  expect(await documents.beginWork(key, version)).toBeNull();
  expect(await documentOf(id)).toMatchObject({ state: 'skipped', reason: 'space-excluded' });
  expect(await rowsOf('chunk', id)).toBe(0);
});

test('R13: a document that moves follows the switch of the space where it comes', async () => {
  const { submission, id } = await publish('mairie', 'note.md', 'La prime est de 900 euros.');
  await exclude();
  const { documents } = open.stores;
  expect((await documents.submit({ ...submission, space: 'rh' })).outcome).toBe('moved');
  expect(await documentOf(id)).toMatchObject({ state: 'skipped', reason: 'space-excluded' });
  expect(await rowsOf('chunk', id)).toBe(0);
  await jobs();
  const back = await documents.submit(submission);
  expect(back.outcome).toBe('moved');
  expect(await documentOf(id)).toMatchObject({ state: 'queued', reason: null, wanted_version: back.version });
  expect(await jobs()).toContain(`document.ingest ${id}`);
});

test('R13, R02: excluded documents are counted as such, and to those alone who may read them', async () => {
  const { id } = await publish('rh', 'note.md', 'La prime est de 900 euros.');
  await publish('mairie', 'avis.md', 'Le marché se tient le jeudi.');
  const before = await summaryFor('alice');
  await exclude();
  const none = { queued: 0, failed: 0, encrypted: 0 };
  for (const scope of [everything, { documents: [id] }, { spaces: ['rh'] }])
    expect(await summaryFor('bruno', scope)).toEqual({
      ...none,
      documents: scope === everything ? 1 : 0,
      excluded: 1,
    });
  expect(await summaryFor('alice')).toEqual(before);
});

test('R13: answers drawn from an excluded space are not readable meanwhile', async () => {
  const { id } = await publish('rh', 'note.md', 'La prime est de 900 euros.');
  const readable = async () =>
    (await open.stores.library.findReadable(await authoriseCaller(open.stores, { org, user: 'bruno' }), [id]))
      .size;
  expect(await readable()).toBe(1);
  await exclude();
  expect(await readable()).toBe(0);
  await include();
  expect(await readable()).toBe(1);
});

test('R94, R30: each change leaves an audit record, and a space of another organisation stays as it is', async () => {
  const neighbour = org;
  number += 1;
  org = `ville${number}`;
  await applyTown(open, org, []);
  await exclude();
  await exclude();
  await include();
  expect(await exclude('absent')).toBeNull();
  const { rows } = await sql<{ by: string | null; action: string; details: unknown }>`
    select u.id as by, a.action, a.details
      from audit a left join app_user u on u.org = ${org} and u.pseudonym = a.actor
     where a.org = ${org} order by a.id`.execute(open.database);
  expect(rows).toEqual([
    { by: 'alice', action: 'space-excluded', details: { space: 'rh', as: 'administrator' } },
    { by: null, action: 'space-included', details: { space: 'rh', as: 'administrator' } },
  ]);
  expect(await open.stores.access.findSpace(neighbour, 'rh')).toMatchObject({ assistantEnabled: true });
});

test('R13: documents submitted and moved while a space is switched back and forth all end as it says', async () => {
  const accessClass = await classFor(open.stores, org, 'space:rh');
  const { documents } = open.stores;
  const submissions = Array.from({ length: 40 }, (_, at) =>
    aSubmission({ org, space: at % 2 ? 'rh' : 'mairie', accessClass, externalId: `n${at}.md` }),
  );
  for (const last of [false, true]) {
    const submitting = Promise.all(
      submissions.map(async (submission) => {
        await documents.submit(submission);
        await documents.submit({ ...submission, space: submission.space === 'rh' ? 'mairie' : 'rh' });
      }),
    );
    for (const enabled of [last, !last, last]) await documents.switchSpace(org, 'rh', { enabled, by: null });
    await submitting;
    const wrong = await sql`
      select d.id from document d join space s on s.org = d.org and s.id = d.space
       where d.org = ${org} and s.assistant_enabled = (d.reason is not distinct from 'space-excluded')`.execute(
      open.database,
    );
    expect(wrong.rows).toEqual([]);
  }
}, 60_000);
