import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { createOpenAiEmbedder } from '../../../src/adapters/openai-compatible/embedder.ts';
import { forgetRemoved } from '../../../src/adapters/postgres/save-exchange.ts';
import { type Sensitivity, sensitivities } from '../../../src/core/document.ts';
import { answeringEmbedder } from '../../../src/core/find/answering-embedder.ts';
import { retrieve } from '../../../src/core/find/retrieve.ts';
import { embedDocument } from '../../../src/core/ingest/embed-document.ts';
import {
  embeddingStatus,
  keepGenerations,
  switchGenerations,
} from '../../../src/core/ingest/keep-generations.ts';
import { rebuildIndex } from '../../../src/core/ingest/rebuild-index.ts';
import { reconcileIndex } from '../../../src/core/ingest/reconcile-index.ts';
import { changePolicy } from '../../../src/core/providers/change-policy.ts';
import { everything } from '../../../src/core/scope.ts';
import type { TrustLevel } from '../../../src/core/trust.ts';
import type { Embedder } from '../../../src/ports/embedder.ts';
import type { Embedders } from '../../../src/ports/embedders.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';
import { anOrganisation, aSubmission, classFor, publishText } from '../../support/test-stores.ts';

const world = createTestOrganisation();
let oldServer: ProviderServer;
let newServer: ProviderServer;
let small: Embedder;
let large: Embedder;
beforeEach(async () => {
  [oldServer, newServer] = await Promise.all([
    startProviderServer('generic'),
    startProviderServer('generic'),
  ]);
  newServer.embeddings = { ...newServer.embeddings, dimension: 48 };
  small = embedderAt(oldServer, 'small');
  large = embedderAt(newServer, 'large');
});
afterEach(() => Promise.all([oldServer.close(), newServer.close()]));

const embedderAt = ({ baseUrl }: ProviderServer, model: string, trust: TrustLevel = 'on-premises') =>
  createOpenAiEmbedder({ baseUrl, model, trust, queryPrefix: '? ', passagePrefix: '' });

/** Passages that a server was asked to embed, and questions. */
const inputs = ({ requests }: ProviderServer) => requests.flatMap(({ body }) => body.input as string[]);
const passages = (server: ProviderServer) => inputs(server).filter((text) => !text.startsWith('? '));
const questions = (server: ProviderServer) => inputs(server).filter((text) => text.startsWith('? '));

const whenReplaced = { retiredBefore: new Date(0) };
const aWhileAfter = { retiredBefore: new Date(Date.now() + 3_600_000) };

async function write(
  externalId: string,
  text: string,
  title = externalId,
  sensitivity: Sensitivity = 'interne',
) {
  const accessClass = await classFor(world.stores, world.org, 'space:mairie');
  return publishText(
    world.stores,
    aSubmission({ org: world.org, accessClass, externalId, text, title, sensitivity }),
    text,
  );
}

const keep = (embedders: Embedders, { retiredBefore } = whenReplaced, askedBefore = new Date(0)) =>
  keepGenerations({ ...world.stores, embedders }, world.org, {
    askedBefore,
    retiredBefore,
    signal: new AbortController().signal,
  });

/** Carries out the embedding jobs that are asked for; gives how many, with those that failed. */
async function embed(embedders: Embedders, most = Number.POSITIVE_INFINITY) {
  const { signal } = new AbortController();
  let done = 0;
  let failed = 0;
  while (done < most) {
    const drained = await world.stores.outbox.drain(1, async ([job]) => {
      if (job?.name !== 'document.embed' || job.payload.org !== world.org) return;
      done += 1;
      await embedDocument({ ...world.stores, embedders }, job.payload, signal).catch(() => {
        failed += 1;
      });
    });
    if (drained === 0) break;
  }
  return { done, failed };
}

/** Asks as alice does; gives the notices and the first text. */
async function ask(embedders: Embedders, query: string) {
  const embedder = await answeringEmbedder({ ...world.stores, embedders }, world.org);
  const found = await retrieve(
    { ...world.stores, embedder },
    {
      query,
      within: await world.asAlice(),
      scope: everything,
      documents: 1,
      limit: 5,
      languages: ['fr'],
      passagesPerDocument: { usual: 1, inFocus: 1 },
    },
  );
  return { notices: found.notices, first: found.passages[0]?.text };
}

const status = (embedders: Embedders = {}) => embeddingStatus({ ...world.stores, embedders }, world.org);
const to = ({ generation }: Embedder) => ({ generation, sendable: sensitivities });
const stateOf = async ({ id }: { id: string }) => (await world.look(id))?.state;
const vectorRows = async (generation: string) =>
  (
    await world.database
      .selectFrom('embedding')
      .select('text_hash')
      .where('org', '=', world.org)
      .where('generation', '=', generation)
      .execute()
  ).length;

/** Four documents, found by meaning with the small model. */
async function served(): Promise<{ readonly id: string; readonly version: number }[]> {
  const documents = [];
  for (const word of ['cantine', 'piscine', 'budget', 'voirie'])
    documents.push(
      await write(`${word}.md`, `Le règlement de la ${word}.\n\n# Tarifs\n\nLes tarifs de la ${word}.`),
    );
  await keep({ current: small });
  await embed({ current: small });
  return documents;
}

test('the first model serves at once, each document as soon as it is whole', async () => {
  const [first] = await served();
  expect(await status()).toEqual({
    serving: {
      generation: small.generation,
      provider: null,
      total: 4,
      done: 4,
      tooSensitive: 0,
      failedWith: null,
    },
    building: null,
  });
  expect(first && (await stateOf(first))).toBe('searchable');
  const late = await write('marches.md', 'Les marchés publics.');
  expect(await stateOf(late)).toBe('searchable-words');
  expect(await status()).toMatchObject({ serving: { total: 5, done: 4 } });
  await keep({ current: small });
  await embed({ current: small });
  expect(await stateOf(late)).toBe('searchable');
});

test('a document that an answer is just being kept of is asked for as well, not at the next look', async () => {
  const documents = await served();
  const holding = Promise.withResolvers<void>();
  const kept = Promise.withResolvers<void>();
  const keeping = world.database.transaction().execute(async (transaction) => {
    await forgetRemoved(
      transaction,
      world.org,
      documents.map(({ id }) => ({ documentId: id })),
    );
    holding.resolve();
    await kept.promise;
  });
  await holding.promise;
  await keep({ current: large, previous: small });
  kept.resolve();
  await keeping;
  expect(await embed({ current: large, previous: small })).toEqual({ done: 4, failed: 0 });
});

test('what a process without the model was asked for is asked for again at the next look', async () => {
  const { id } = await write('cantine.md', 'Le règlement de la cantine.');
  await keep({ current: small });
  expect(await embed({})).toEqual({ done: 1, failed: 0 });
  expect(await stateOf({ id })).toBe('searchable-words');
  await keep({ current: small });
  expect(await embed({ current: small })).toEqual({ done: 1, failed: 0 });
  expect(await stateOf({ id })).toBe('searchable');
});

test('another model is built beside the old one, which answers until it is there; then the old one is dropped', async () => {
  await served();
  const both = { current: large, previous: small };
  const { chunks } = await world.stores.index.stats(world.org);
  await keep(both);
  for (let round = 0; round < 4; round += 1) {
    expect(await status()).toMatchObject({
      serving: { generation: small.generation, done: 4 },
      building: { generation: large.generation, done: round, total: 4 },
    });
    expect(await ask(both, 'tarifs cantine')).toMatchObject({
      notices: [],
      first: expect.stringMatching('cantine'),
    });
    expect(questions(newServer)).toEqual([]);
    await embed(both, 1);
    await switchGenerations({ ...world.stores, embedders: both }, world.org);
  }
  expect(questions(oldServer)).toHaveLength(4);
  expect(await status()).toEqual({
    serving: {
      generation: large.generation,
      provider: null,
      total: 4,
      done: 4,
      tooSensitive: 0,
      failedWith: null,
    },
    building: null,
  });
  expect(await ask(both, 'tarifs cantine')).toMatchObject({
    notices: [],
    first: expect.stringMatching('cantine'),
  });
  expect([questions(oldServer).length, questions(newServer).length]).toEqual([4, 1]);
  expect(await world.stores.documents.countByState(world.org)).toEqual({ searchable: 4 });

  // A question may have been embedded for the old one just before.
  await keep({ current: large });
  expect(await world.stores.index.stats(world.org)).toMatchObject({ chunks, vectors: 2 * chunks });
  await keep({ current: large }, aWhileAfter);
  expect(await world.stores.index.stats(world.org)).toMatchObject({ chunks, vectors: chunks });
  expect([await vectorRows(small.generation), await vectorRows(large.generation)]).toEqual([0, chunks]);
  expect(await world.stores.generations.find(world.org)).toMatchObject({ retired: [] });
  // Each text once by each model, whatever happened.
  for (const server of [oldServer, newServer])
    expect(passages(server).toSorted()).toEqual([...new Set(passages(server))].toSorted());
});

test('without the old model, words alone answer, and say so, until enough is built: a question never meets vectors of another model', async () => {
  await served();
  await keep({ current: large });
  expect(await ask({ current: large }, 'tarifs cantine')).toEqual({
    notices: ['words-only'],
    first: expect.stringMatching('cantine'),
  });
  await embed({ current: large }, 3);
  expect((await ask({ current: large }, 'tarifs cantine')).notices).toEqual(['words-only']);
  // The old vectors stay as long: the setting may be a mistake that is taken back.
  expect(await status()).toMatchObject({ serving: { generation: small.generation, done: 4 } });
  await embed({ current: large });
  expect((await ask({ current: large }, 'tarifs cantine')).notices).toEqual([]);
  await keep({ current: large });
  expect(await status()).toMatchObject({
    serving: { generation: large.generation, done: 4 },
    building: null,
  });
});

test('a document that comes meanwhile gets vectors of both models; one that fails does not hold up the other', async () => {
  await served();
  const both = { current: large, previous: small };
  await keep(both);
  await embed(both, 2);
  const late = await write('marches.md', 'Les marchés publics.');
  newServer.fault = { kind: 'status', status: 503 };
  await keep(both);
  expect(await embed(both)).toEqual({ done: 3, failed: 3 });
  // Whoever waits is told why, until it goes on.
  expect(await status()).toMatchObject({
    serving: { failedWith: null },
    building: { failedWith: 'EMBEDDER_UNAVAILABLE' },
  });
  expect(await world.stores.generations.wholeIn({ org: world.org, id: late.id }, 1)).toEqual([
    small.generation,
  ]);
  expect(await ask(both, 'marchés publics')).toMatchObject({ notices: [], first: 'Les marchés publics.' });
  newServer.fault = null;
  await keep(both, whenReplaced, new Date(Date.now() + 1_000));
  expect((await embed(both)).failed).toBe(0);
  expect(await status()).toMatchObject({ building: { failedWith: null } });
});

test('many documents become whole at once after a failure: none waits for another', async () => {
  const documents = await served();
  const { generations } = world.stores;
  for (let round = 0; round < 5; round += 1) {
    expect(await generations.noteFailure(world.org, small.generation, 'EMBEDDER_UNAVAILABLE')).toBe(true);
    const marked = await Promise.all(
      documents.map(({ id, version }) =>
        generations.markWhole({ org: world.org, id }, version, small.generation),
      ),
    );
    expect(marked).toEqual(documents.map(() => true));
    expect(await status()).toMatchObject({ serving: { failedWith: null } });
  }
});

test('R67: what the new provider may not see does not keep it from taking over, is counted, and is not asked for again', async () => {
  const secret = await write('prime.md', 'La prime du directeur.', 'prime.md', 'sensible');
  await served();
  const abroad = embedderAt(newServer, 'abroad', 'eu');
  const both = { current: abroad, previous: small };
  await keep(both);
  await embed(both, 3);
  await keep(both);
  expect(await status(both)).toMatchObject({
    serving: { generation: small.generation, total: 5, done: 5, tooSensitive: 0 },
    building: { generation: abroad.generation, total: 5, done: 3, tooSensitive: 1 },
  });
  await embed(both);
  await switchGenerations({ ...world.stores, embedders: both }, world.org);
  expect(await status(both)).toEqual({
    serving: {
      generation: abroad.generation,
      provider: null,
      total: 5,
      done: 4,
      tooSensitive: 1,
      failedWith: null,
    },
    building: null,
  });
  expect(await stateOf(secret)).toBe('searchable-words');
  expect(await ask(both, 'prime directeur')).toMatchObject({ first: 'La prime du directeur.' });
  expect(passages(newServer).join()).not.toMatch(/directeur/);
  await keep({ current: abroad });
  expect(await embed({ current: abroad })).toEqual({ done: 0, failed: 0 });

  // As soon as the policy lets it out, it gets its vectors.
  await changePolicy(world.stores, world.org, { matrix: { eu: 'sensible' } }, null);
  await keep({ current: abroad });
  expect(await embed({ current: abroad })).toEqual({ done: 1, failed: 0 });
  expect(await status({ current: abroad })).toMatchObject({ serving: { done: 5, tooSensitive: 0 } });
});

test('a change of mind retires what was begun, and what still is being dropped is begun anew only afterwards', async () => {
  await served();
  await keep({ current: large, previous: small });
  await embed({ current: large, previous: small }, 2);
  await keep({ current: small });
  expect(await world.stores.generations.find(world.org)).toMatchObject({
    serving: small.generation,
    building: null,
    retired: [{ generation: large.generation }],
  });
  expect(await embed({ current: small })).toEqual({ done: 2, failed: 0 });
  expect(passages(oldServer)).toHaveLength(8);

  await keep({ current: large, previous: small });
  expect(await status()).toMatchObject({ serving: { done: 4 }, building: null });
  await keep({ current: large, previous: small }, aWhileAfter);
  expect(await status()).toMatchObject({ serving: { done: 4 }, building: { done: 0 } });
});

test('R77: a drop that was cut off goes on at the next turn', async () => {
  await served();
  await keep({ current: large });
  await embed({ current: large });
  const { generations, index } = world.stores;
  expect(await generations.switchWhenCovered(world.org, to(large))).toBe(true);
  const dying = {
    ...world.stores,
    generations: { ...generations, erase: () => Promise.reject(new Error('killed')) },
  };
  const options = { ...aWhileAfter, askedBefore: new Date(), signal: new AbortController().signal };
  await expect(
    keepGenerations({ ...dying, embedders: { current: large } }, world.org, options),
  ).rejects.toThrow('killed');
  expect([(await index.stats(world.org)).vectors, await vectorRows(small.generation)]).toEqual([8, 8]);
  await keep({ current: large }, aWhileAfter);
  expect([await vectorRows(small.generation), (await generations.find(world.org)).retired]).toEqual([0, []]);
});

test('an edit embeds what changed alone, a new title everything, for the title is embedded with each text', async () => {
  const current = { current: small };
  const lines = (of: string) => Array.from({ length: 100 }, (_, i) => `${of}, alinéa ${i}.`).join(' ');
  const pages = (second: string) => `# Un\n\n${lines('Le premier article')}\n\n# Deux\n\n${lines(second)}`;
  const { id, chunkIds } = await write('note.md', pages('Le second article'), 'Note');
  await keep(current);
  await embed(current);
  const before = passages(oldServer).length;
  expect(before).toBe(chunkIds.length);
  expect(before).toBeGreaterThan(3);

  await write('note.md', pages('Le second article, revu'), 'Note');
  await keep(current);
  await embed(current);
  const edited = passages(oldServer).slice(before);
  expect(edited.length).toBeGreaterThan(0);
  for (const text of edited) expect(text).toMatch(/^Note › Deux\n/);

  const renamed = await write('note.md', `${pages('Le second article, revu')} Fin.`, 'Avis');
  await keep(current);
  await embed(current);
  const again = passages(oldServer).slice(before + edited.length);
  expect(again).toHaveLength(renamed.chunkIds.length);
  for (const text of again) expect(text).toMatch(/^Avis › /);
  expect(await stateOf({ id })).toBe('searchable');
  expect(await world.stores.index.listIncomplete(world.org, small.generation)).toEqual([]);
});

test('R88: vectors that the index lost come back from the truth, and nothing is embedded again', async () => {
  const [lost, kept] = await served();
  if (!lost || !kept) throw new Error('no documents');
  const { index } = world.stores;
  const sent = inputs(oldServer).length;
  await index.dropGeneration(world.org, small.generation);
  await index.removeDocument({ org: world.org, id: lost.id });
  await reconcileIndex({ ...world.stores, analyser: createInProcessAnalyser() }, world.org);
  expect(await stateOf(lost)).toBe('searchable-words');
  expect(await stateOf(kept)).toBe('searchable-words');
  await keep({ current: small });
  await embed({ current: small });
  expect(await index.stats(world.org)).toMatchObject({ documents: 4, vectors: 8 });
  expect(await stateOf(lost)).toBe('searchable');
  expect(inputs(oldServer)).toHaveLength(sent);
});

test('R88: an index that holds something else under the right version is written anew, words and vectors, and nothing is embedded', async () => {
  const [one, other] = await served();
  if (!one || !other) throw new Error('no documents');
  const { index } = world.stores;
  const sent = inputs(oldServer).length;
  const held = await index.stats(world.org);
  const found = await ask({ current: small }, 'article');
  const nothing = { ids: new Int32Array(), weights: new Float32Array() };
  const listed = await index.listDocuments(world.org);
  for (const document of listed)
    await index.replaceDocument({ ...document, org: world.org, card: nothing }, []);
  expect((await index.stats(world.org)).vectors).toBe(0);
  const deps = { ...world.stores, analyser: createInProcessAnalyser() };
  expect(await rebuildIndex(deps, [world.org], AbortSignal.timeout(60_000))).toBe(listed.length);
  expect(await index.stats(world.org)).toEqual(held);
  expect(await ask({ current: small }, 'article')).toEqual(found);
  expect([await stateOf(one), await stateOf(other)]).toEqual(['searchable', 'searchable']);
  // The question was asked twice.
  expect(inputs(oldServer)).toHaveLength(sent + 2);
});

test('R88: an index that is lost while another model is being built does not make that one serve', async () => {
  await served();
  const both = { current: large, previous: small };
  await keep(both);
  await embed(both, 1);
  const { index, generations } = world.stores;
  for (const { id } of await index.listDocuments(world.org))
    await index.removeDocument({ org: world.org, id });
  await reconcileIndex({ ...world.stores, analyser: createInProcessAnalyser() }, world.org);
  await keep(both);
  expect(await status()).toMatchObject({
    serving: { generation: small.generation, done: 0 },
    building: { done: 0 },
  });
  await embed(both);
  expect(await generations.switchWhenCovered(world.org, to(large))).toBe(true);
  expect(passages(oldServer)).toHaveLength(8);
});

test('R17: the generations of one organisation say nothing of another one', async () => {
  await served();
  const { generations } = world.stores;
  await world.stores.access.applyOrganisation(anOrganisation({ organisation: 'autreville' }), 'test');
  expect(await generations.find('autreville')).toEqual({
    serving: null,
    servedBy: null,
    building: null,
    retired: [],
  });
  await generations.want('autreville', large.generation);
  await generations.want('autreville', small.generation);
  await generations.switchWhenCovered('autreville', to(small));
  expect(await status()).toMatchObject({
    serving: { generation: small.generation, done: 4 },
    building: null,
  });
});
