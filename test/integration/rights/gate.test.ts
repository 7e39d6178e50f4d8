import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { readForModel } from '../../../src/core/access/read-for-model.ts';
import { everything } from '../../../src/core/scope.ts';
import {
  anOrganisation,
  aSubmission,
  aVersion,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';
import { applyTown } from './town.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let org: string;
let number = 0;
let forAll: number;
let forBruno: number;
/** A new organisation for each test: nothing of one is seen by the next. */
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  await applyTown(open, org, ['bruno']);
  forAll = await classFor(open.stores, org, 'space:mairie');
  forBruno = await classFor(open.stores, org, 'space:rh');
});

const filterOf = (user: string) => authoriseCaller(open.stores, { org, user });
/** Texts that the gate gives; without texts, it must name the same chunks. */
const textsFor = async (user: string, chunkIds: readonly string[]) => {
  const within = await filterOf(user);
  const passages = await open.stores.library.readPassages(within, chunkIds);
  const readable = await open.stores.library.readableAmong(within, chunkIds);
  expect([...readable].sort()).toEqual(passages.map(({ id }) => id).sort());
  return passages.map(({ text }) => text);
};
const submission = (externalId: string, accessClass: number, text: string) =>
  aSubmission({ org, externalId, accessClass, text, title: externalId });
const publish = (externalId: string, accessClass: number, text: string) =>
  publishText(open.stores, submission(externalId, accessClass, text), text);

test('R01: the gate gives chunks of readable documents in the asked order, others are simply absent', async () => {
  const open1 = await publish('ouvert.md', forAll, 'Le marché se tient le jeudi.');
  const secret = await publish('secret.md', forBruno, 'La prime est de 900 euros.');
  const asked = [...secret.chunkIds, crypto.randomUUID(), ...open1.chunkIds];
  expect(await textsFor('alice', asked)).toEqual(['Le marché se tient le jeudi.']);
  expect(await textsFor('bruno', asked)).toEqual([
    'La prime est de 900 euros.',
    'Le marché se tient le jeudi.',
  ]);
  expect(await textsFor('nobody', asked)).toEqual([]);
});

test('R11: a document that moved follows its new readers at once, before any re-index', async () => {
  const text = 'Le plan de formation est reconduit.';
  const { chunkIds } = await publish('plan.md', forAll, text);
  expect(await textsFor('alice', chunkIds)).toEqual([text]);
  const stale = await filterOf('alice');

  const moved = { ...submission('plan.md', forBruno, text), space: 'rh' };
  expect((await open.stores.documents.submit(moved)).outcome).toBe('moved');
  // No job has run: the index still says that alice may read it.
  expect(await open.stores.library.readPassages(stale, chunkIds)).toEqual([]);
  expect(await textsFor('alice', chunkIds)).toEqual([]);
  expect(await textsFor('bruno', chunkIds)).toEqual([text]);
});

test('R11: an attachment follows its parent at once', async () => {
  const parent = await publish('mail.eml', forAll, 'Veuillez trouver le tableau.');
  const child = { ...submission('mail.eml!/t.csv', forAll, 'Montant : 12 euros.'), parentId: parent.id };
  const { chunkIds } = await publishText(open.stores, child, 'Montant : 12 euros.');
  await open.stores.documents.submit(submission('mail.eml', forBruno, 'Veuillez trouver le tableau.'));
  expect(await textsFor('alice', chunkIds)).toEqual([]);
  expect(await textsFor('bruno', chunkIds)).toEqual(['Montant : 12 euros.']);
});

test('R12: from the moment that a new version is wanted, the old text is not read any more', async () => {
  const old = await publish('note.md', forAll, 'Le code de la porte est 4712.');
  const { id, version } = await open.stores.documents.submit(
    submission('note.md', forAll, 'Le code a changé.'),
  );
  expect(await textsFor('alice', old.chunkIds)).toEqual([]);
  const within = await filterOf('alice');
  expect(await open.stores.library.locate(within, id, old.chunkIds[0] ?? '')).toBeNull();
  expect((await open.stores.library.readText(within, id))?.sections ?? []).toEqual([]);

  const published = aVersion(id, { title: 'note.md', text: 'Le code a changé.' });
  await open.stores.documents.beginWork({ org, id }, version);
  await open.stores.documents.publish({ org, id }, version, published);
  const fresh = published.chunked.chunks.map((chunk) => chunk.id);
  // Published is not yet found: the state still says that work goes on.
  expect(await textsFor('alice', fresh)).toEqual([]);
  await open.stores.documents.markSearchable({ org, id }, version, 'searchable-words');
  expect(await textsFor('alice', [...old.chunkIds, ...fresh])).toEqual(['Le code a changé.']);
});

test('R13: a space without assistant gives no passage and a model no text, though its documents are there to open', async () => {
  const text = 'La réunion est à huis clos.';
  const { id, chunkIds } = await publish('huis-clos.md', forAll, text);
  const within = await filterOf('alice');
  const read = async () =>
    (await readForModel(open.stores, within, id)).sections.map((section) => section.text);
  expect(await read()).toEqual([text]);
  await open.database
    .updateTable('space')
    .set({ assistant_enabled: false })
    .where('org', '=', org)
    .where('id', '=', 'mairie')
    .execute();
  expect(await textsFor('alice', chunkIds)).toEqual([]);
  await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await open.stores.library.readText(within, id)).toMatchObject({
    document: { id },
    sections: [{ text }],
  });
});

test('R66: while the assistant of an organisation is off the gate gives nothing, and what was given is lost; undone, all is there', async () => {
  const text = 'La réunion est publique.';
  const { id, version, chunkIds } = await publish('publique.md', forAll, text);
  const { assistant, library } = open.stores;
  const within = await filterOf('alice');
  const lost = async () => (await library.lostAmong(within, [{ id, version }])).size;
  expect([await textsFor('alice', chunkIds), await lost()]).toEqual([[text], 0]);
  const off = await assistant.turn(org, { enabled: false, reason: 'incident' }, 'alice');
  expect(off).toMatchObject({ enabled: false, reason: 'incident' });
  expect([await textsFor('alice', chunkIds), await lost()]).toEqual([[], 1]);
  expect((await library.readDocuments(within, [id], { tokens: 1_000 })).size).toBe(0);
  expect(await library.find(within, id)).toMatchObject({ id });
  // Who turned it off first is who did.
  expect(await assistant.turn(org, { enabled: false, reason: 'decision' }, 'bruno')).toEqual(off);
  await assistant.turn(org, { enabled: true }, null);
  expect([await textsFor('alice', chunkIds), await lost()]).toEqual([[text], 0]);
  await expect(assistant.turn('absente', { enabled: false }, null)).rejects.toMatchObject({
    code: 'ORGANISATION_UNKNOWN',
  });
});

test('R70: a removed document is gone from the gate, the list and the counts at once', async () => {
  const text = 'Convocation du conseil.';
  const { id, chunkIds } = await publish('convocation.md', forAll, text);
  expect(await open.stores.documents.remove(org, [id])).toBe(1);
  const within = await filterOf('alice');
  const { library } = open.stores;
  expect(await textsFor('alice', chunkIds)).toEqual([]);
  expect(await library.find(within, id)).toBeNull();
  expect(await library.list(within, { limit: 10 })).toEqual([]);
  expect(await library.summarise(within, everything)).toMatchObject({ summary: { documents: 0 } });
  for (const table of ['chunk', 'section', 'document_version'] as const) {
    const left = await open.database
      .selectFrom(table)
      .select('document_id')
      .where('org', '=', org)
      .where('document_id', '=', id)
      .execute();
    expect(left, table).toEqual([]);
  }
});

test('R17: ids of another organisation give nothing on any reading method', async () => {
  const { id, chunkIds } = await publish('ouvert.md', forAll, 'Ouvert à toute la ville.');
  const here = org;
  number += 1;
  org = `voisine${number}`;
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: org }), 'test');
  const within = await filterOf('alice');
  const { library } = open.stores;
  const chunkId = chunkIds[0] ?? '';
  expect(await library.readPassages(within, chunkIds)).toEqual([]);
  expect((await library.readableAmong(within, chunkIds)).size).toBe(0);
  expect(await library.find(within, id)).toBeNull();
  expect((await library.findReadable(within, [id])).size).toBe(0);
  expect(await library.readText(within, id)).toBeNull();
  expect(await library.locate(within, id, chunkId)).toBeNull();
  expect(await library.list(within, { limit: 10 })).toEqual([]);
  expect(await library.summarise(within, { documents: [id] })).toMatchObject({
    summary: { documents: 0, queued: 0 },
  });
  expect(await open.stores.documents.remove(org, [id])).toBe(0);
  org = here;
  expect(await textsFor('alice', chunkIds)).toEqual(['Ouvert à toute la ville.']);
});
