import { beforeEach, expect, test } from 'vitest';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { indexDocument } from '../../../src/core/ingest/index-document.ts';
import { eraseDocument } from '../../../src/core/lifecycle/erase-document.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';
import { aSubmission, aVersion, classFor, publishText } from '../../support/test-stores.ts';
import { anExchange } from '../postgres/an-exchange.ts';

const world = createTestOrganisation();
const maxBytes = 1_000;

let accessClass: number;
beforeEach(async () => {
  accessClass = await classFor(world.stores, world.org, 'space:mairie');
});

const store = async (text: string) => world.stores.blobs.put(world.org, Buffer.from(text), { maxBytes });
const isThere = (sha256: string) =>
  world.stores.blobs.openAsFile(world.org, sha256).then(
    () => true,
    () => false,
  );
const publish = async (externalId: string, text: string) => {
  const blob = await store(text);
  const submission = aSubmission({ org: world.org, accessClass, externalId, ...blob });
  return { ...blob, ...(await publishText(world.stores, submission, text)) };
};
const vectorOf = async ({ id, version }: { readonly id: string; readonly version: number }) => {
  const [chunk] = await world.stores.documents.listChunksToEmbed({ org: world.org, id }, version);
  if (!chunk) throw new Error('no chunk');
  const { textHash } = chunk;
  const vectors = [{ textHash, vector: new Float32Array([1, 0]) }];
  await world.stores.documents.storeVectors({ org: world.org, id }, 'g@1', vectors);
  return textHash;
};
const vectors = async () =>
  (
    await world.database.selectFrom('embedding').select('text_hash').where('org', '=', world.org).execute()
  ).map((row) => row.text_hash);
const erase = (id: string) => eraseDocument(world.stores, world.org, id, 'alice');

test('R70: bytes and vectors that another document has too stay, those of former versions go', async () => {
  const first = await publish('un.md', 'Le texte des deux.');
  const twin = await publish('deux.md', 'Le texte des deux.');
  const shared = await vectorOf(twin);
  const former = await publish('trois.md', 'Une version de jadis.');
  await vectorOf(former);
  const later = await publish('trois.md', 'Une version de maintenant.');
  await vectorOf(later);

  expect((await erase(first.id)).stores).toMatchObject({ blobs: { removed: 0, shared: 1 } });
  expect(await isThere(twin.sha256)).toBe(true);
  const receipt = await erase(later.id);
  expect(receipt.stores).toMatchObject({
    database: { documents: 1, versions: 2, vectors: 1 },
    blobs: { removed: 2, shared: 0 },
  });
  expect([await isThere(former.sha256), await isThere(later.sha256)]).toEqual([false, false]);
  expect(await vectors()).toEqual([shared]);
  expect(await world.find('texte des deux')).toHaveLength(1);
});

test('R71: a worker that reads while the document is erased brings nothing back', async () => {
  const blob = await store('Un texte en cours de lecture.');
  const submission = aSubmission({ org: world.org, accessClass, externalId: 'lent.md', ...blob });
  const { id, version } = await world.stores.documents.submit(submission);
  const key = { org: world.org, id };
  await world.stores.documents.beginWork(key, version);
  await erase(id);
  const published = aVersion(id, { title: 'Lent', text: 'Un texte en cours de lecture.' });
  expect(await world.stores.documents.publish(key, version, published)).toBe(false);
  await indexDocument({ ...world.stores, analyser: createInProcessAnalyser() }, key);
  await world.stores.documents.requestPasses(key, version, ['render']);
  await world.stores.documents.storeVectors(key, 'g@1', [{ textHash: 'h', vector: new Float32Array([1]) }]);
  expect(await world.stores.documents.submit(submission)).toMatchObject({ outcome: 'erased' });
  expect(await vectors()).toEqual([]);
  expect(await world.stores.index.stats(world.org)).toMatchObject({ documents: 0, chunks: 0 });
  expect(await world.find('lecture')).toEqual([]);
});

test('R70: answers written with an answer of the erased document in view go too, and earlier ones stay', async () => {
  const { id } = await publish('prime.md', 'La prime vaut 31 337 euros.');
  const kept = await publish('tarif.md', 'Le tarif reste de deux euros.');
  const on = (documentId: string) =>
    anExchange({
      org: world.org,
      sources: anExchange().sources.map((source) => ({ ...source, documentId })),
    });
  const [before, relying, after] = [on(kept.id), on(id), on(kept.id)];
  const { conversationId } = before;
  const { conversations } = world.stores;
  await conversations.saveExchange(before);
  await conversations.saveExchange({ ...relying, conversationId, opensConversation: false });
  await conversations.saveExchange({ ...after, conversationId, opensConversation: false });
  const again = { ...on(kept.id), conversationId, opensConversation: false };
  await conversations.saveExchange({ ...again, retryOf: before.messageId });
  await erase(id);
  const found = await conversations.find(world.org, 'alice', conversationId);
  const answers = found?.messages.filter(({ role }) => role === 'assistant') ?? [];
  expect(answers.map(({ text }) => text !== '')).toEqual([true, false, false, true]);
  expect(found?.messages.every(({ role, text }) => role === 'assistant' || text !== '')).toBe(true);
});

test('R70: vectors that no document has any more go with the sweep', async () => {
  const { id, version } = await publish('note.md', 'Une note.');
  await vectorOf({ id, version });
  await world.stores.documents.remove(world.org, [id]);
  expect(await vectors()).toHaveLength(1);
  expect(await world.stores.documents.sweepVectors(world.org)).toBe(1);
  expect(await vectors()).toEqual([]);
});
