import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { createOpenAiEmbedder } from '../../../src/adapters/openai-compatible/embedder.ts';
import { encodeQuery } from '../../../src/core/find/encode.ts';
import { embedDocument } from '../../../src/core/ingest/embed-document.ts';
import { indexDocument } from '../../../src/core/ingest/index-document.ts';
import { keepGenerations } from '../../../src/core/ingest/keep-generations.ts';
import { reconcileIndex } from '../../../src/core/ingest/reconcile-index.ts';
import { renameDocument } from '../../../src/core/ingest/rename-document.ts';
import type { SubmittedDocument } from '../../../src/ports/document-store.ts';
import type { Embedder } from '../../../src/ports/embedder.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';
import { aSubmission, aVersion, classFor, publishText } from '../../support/test-stores.ts';

const world = createTestOrganisation();
const text = '# Objet\n\nLe bassin ouvre à neuf heures.\n\n# Tarif\n\nUne entrée vaut trois euros.';
const { signal } = new AbortController();

let accessClass: number;
let server: ProviderServer;
let embedder: Embedder;
beforeEach(async () => {
  accessClass = await classFor(world.stores, world.org, 'space:mairie');
  server = await startProviderServer('generic');
  embedder = createOpenAiEmbedder({
    ...{ baseUrl: server.baseUrl, model: 'small', trust: 'on-premises' },
    ...{ queryPrefix: '? ', passagePrefix: '' },
  });
});
afterEach(() => server.close());

/** A document of a workplace, as it announces it: what it is called holds. */
const announced = (title: string, changes: Partial<SubmittedDocument> = {}) =>
  aSubmission({
    ...{ org: world.org, accessClass, source: 'workplace:travail', externalId: 'd1', text },
    ...{ title, path: 'd1.md', ...changes },
  });
const publish = async () => {
  const published = await publishText(world.stores, announced('Piscine'), text);
  await forget();
  return published;
};
const rename = async (title: string) => {
  const { outcome } = await world.stores.documents.submit(announced(title));
  expect(outcome).toBe('unchanged');
};
const forget = () => world.stores.outbox.drain(100, async () => {});
/** All that is left to do once it is read. */
const work = () => world.workOffOutbox(() => Promise.reject(new Error('nothing is to be read')));
/** The chunks in which the index has such words. */
const found = async (query: string) => {
  const { hits } = await world.stores.index.searchWords(encodeQuery(query, ['fr']), await world.asAlice(), {
    ...{ scope: {}, limit: 10 },
  });
  return hits.map(({ chunkId }) => chunkId).sort();
};
const deps = () => ({
  ...world.stores,
  analyser: createInProcessAnalyser(),
  embedders: { current: embedder },
});
const passages = () =>
  server.requests.flatMap(({ body }) => body.input as string[]).map((input) => input.split(' › ')[0]);

test('a suggested question that names the document as it was called goes with its name', async () => {
  const title = 'Règlement de la piscine municipale';
  const long = `# Objet du règlement\n\nLa présente note fixe les horaires du bassin.\n\n# Tarif\n\nLe tarif d’entrée est fixé à trois euros pour les habitants.\n\n# Sanctions applicables aux usagers\n\nTout manquement est puni d’une exclusion de sept jours.`;
  await publishText(world.stores, announced(title), long);
  const suggested = async () => {
    const found = await world.stores.library.suggest(await world.asAlice(), { space: 'mairie' }, 20);
    return found.map((suggestion) => suggestion.text);
  };
  const before = await suggested();
  const naming = before.filter((question) => question.includes(title));
  expect(naming.length).toBeGreaterThan(0);
  await world.stores.documents.submit(announced('Centre aquatique'));
  expect(await suggested()).toEqual(before.filter((question) => !naming.includes(question)));
});

test('a new title is shown at once and found by its words, under the ids that answers quote, and nothing is read again', async () => {
  const { id, chunkIds } = await publish();
  expect(await found('piscine')).toEqual([...chunkIds].sort());

  await rename('Centre aquatique');
  expect((await world.look(id))?.title).toBe('Centre aquatique');
  expect((await world.find('tarif entrée'))[0]?.document.title).toBe('Centre aquatique');
  await work();
  expect(await found('piscine')).toEqual([]);
  expect(await found('aquatique')).toEqual([...chunkIds].sort());
  expect((await world.find('que dit le centre aquatique'))[0]?.document.title).toBe('Centre aquatique');
  for (const chunkId of chunkIds)
    expect(await world.stores.library.locate(await world.asAlice(), id, chunkId)).not.toBeNull();
  expect((await world.look(id))?.version).toBe(1);
});

test('what the file calls itself is not what its source calls it, before the first reading and after each', async () => {
  const { documents } = world.stores;
  const { id, version } = await documents.submit(announced('Piscine'));
  const key = { org: world.org, id };
  await documents.beginWork(key, version);
  // It was read under a name that is no longer its own.
  await documents.submit(announced('Centre aquatique'));
  await documents.publish(key, version, { ...aVersion(id, { title: '', text }), title: null });
  await indexDocument(deps(), key);
  await documents.markSearchable(key, version, 'searchable-words');
  expect(await found('piscine')).toEqual([]);
  expect(await found('aquatique')).toHaveLength(2);
  expect((await documents.listChunksToEmbed(key, version)).map(({ title }) => title)).toEqual([
    'Centre aquatique',
    'Centre aquatique',
  ]);
  // Its hashes are those of the new title already.
  expect(await documents.rekeyTexts(key, { embed: true })).toBe('Centre aquatique');
  expect((await world.look(id))?.state).toBe('searchable-words');
});

test('of a folder, what the file calls itself holds', async () => {
  const submission = announced('note.md', { source: 'folder' });
  const { documents } = world.stores;
  const { id, version } = await documents.submit(submission);
  const key = { org: world.org, id };
  await documents.beginWork(key, version);
  await documents.publish(key, version, aVersion(id, { title: 'Horaires', text }));
  await documents.submit({ ...submission, title: 'autre.md' });
  expect((await world.look(id))?.title).toBe('Horaires');
});

test('vectors are made of the new title, and of a former one again without asking the model', async () => {
  const { id, version } = await publish();
  const job = { org: world.org, id, version };
  await keepGenerations(deps(), world.org, { askedBefore: new Date(0), retiredBefore: new Date(0), signal });
  await embedDocument(deps(), job, signal);
  expect(new Set(passages())).toEqual(new Set(['Piscine']));
  const embedded = passages().length;

  await rename('Centre aquatique');
  await renameDocument(deps(), job);
  expect(await world.stores.generations.wholeIn(job, version)).toEqual([]);
  expect(await embedDocument(deps(), job, signal)).toBe('indexed');
  expect(passages().slice(embedded)).toEqual(['Centre aquatique', 'Centre aquatique']);
  expect(await world.stores.documents.sweepVectors(world.org)).toBe(2);
  expect((await world.look(id))?.state).toBe('searchable');

  await rename('Piscine');
  await rename('Centre aquatique');
  await renameDocument(deps(), job);
  await renameDocument(deps(), job);
  expect(await embedDocument(deps(), job, signal)).toBe('unchanged');
  expect(passages()).toHaveLength(embedded + 2);
  expect(await found('aquatique')).toHaveLength(2);
});

test('R82: renamed while its words are encoded or its vectors made, it has those of the last title', async () => {
  const { id, version } = await publish();
  const job = { org: world.org, id, version };
  await keepGenerations(deps(), world.org, { askedBefore: new Date(0), retiredBefore: new Date(0), signal });
  const once = (act: () => Promise<unknown>) => {
    let isDone = false;
    return async () => {
      if (!isDone) await act();
      isDone = true;
    };
  };

  await rename('Bassin');
  const meanwhile = once(() => rename('Patinoire'));
  const { encode } = createInProcessAnalyser();
  const slow = {
    encode: async (chunks: Parameters<typeof encode>[0]) => {
      await meanwhile();
      return encode(chunks);
    },
  };
  await renameDocument({ ...deps(), analyser: slow }, job);
  expect([await found('piscine'), (await found('patinoire')).length]).toEqual([[], 2]);

  const later = once(() => rename('Gymnase'));
  const slowly: Embedder = {
    ...embedder,
    embed: async (...given) => {
      await later();
      return embedder.embed(...given);
    },
  };
  await embedDocument({ ...deps(), embedders: { current: slowly } }, job, signal);
  expect(passages().slice(-2)).toEqual(['Gymnase', 'Gymnase']);
  const [chunk] = await world.stores.documents.listChunksToEmbed(job, version);
  const known = await world.stores.documents.findVectors(world.org, embedder.generation, [
    chunk?.textHash ?? '',
  ]);
  const vector = [...known.values()][0];
  if (!vector) throw new Error('no vector');
  const within = await world.asAlice();
  const { hits } = await world.stores.index.searchVectors(
    { generation: embedder.generation, vector },
    within,
    { scope: {}, limit: 1 },
  );
  expect(hits[0]).toMatchObject({ chunkId: chunk?.chunkId, score: expect.closeTo(1, 3) });
});

test('R79: a queue that lost the job is told again, until the words are there', async () => {
  const { id } = await publish();
  await rename('Patinoire');
  await forget();
  await reconcileIndex(deps(), world.org);
  expect(await found('patinoire')).toEqual([]);
  await world.stores.documents.requeueUnfinished();
  await work();
  expect(await found('patinoire')).toHaveLength(2);
  await world.stores.documents.requeueUnfinished();
  await world.stores.outbox.drain(100, async (jobs) =>
    expect(jobs.filter(({ payload }) => 'id' in payload && payload.id === id)).toEqual([]),
  );
});

test('what its title explains is learned and forgotten with it, and what its text explains stays', async () => {
  const { documents, aliases } = world.stores;
  const explained = `${text}\n\nLe comité social territorial (CST) rend un avis.`;
  const [first, second] = [
    'Contournement routier nord (CRN)',
    'Maison du comité social territorial (CST)',
  ].map((title) => announced(title));
  if (!first || !second) throw new Error('no titles');
  const { id } = await publishText(world.stores, first, explained);
  const taught = async () =>
    (await aliases.list(await world.asAlice(), { limit: 10 })).map(({ acronym }) => acronym);
  expect(await taught()).toEqual(['CRN', 'CST']);
  await documents.submit(second);
  expect(await taught()).toEqual(['CST']);
  await documents.submit({ ...second, title: 'Avis' });
  expect(await taught()).toEqual(['CST']);
  await documents.submit(first);
  expect(await taught()).toEqual(['CRN', 'CST']);
  expect((await world.look(id))?.version).toBe(1);
});

test('attachments follow the path of what they are attached to, at any depth, also one that comes later', async () => {
  const { documents } = world.stores;
  const parent = announced('Courrier', { path: 'Dossier/Courrier.eml' });
  const { id } = await documents.submit(parent);
  const attach = (name: string, parentId: string) =>
    documents.submit({
      ...parent,
      externalId: `${parentId}!/${name}`,
      parentId,
      path: name,
      awaitsBytes: false,
    });
  const child = await attach('a.zip', id);
  const grandchild = await attach('b.md', child.id);
  await documents.submit({ ...parent, path: 'Été 2026/Courrier.eml' });
  await documents.submit({ ...parent, path: 'Archives/Courrier.eml' });
  const late = await attach('c.md', child.id);
  const paths = await Promise.all([id, child.id, grandchild.id, late.id].map((one) => world.look(one)));
  expect(paths.map((document) => document?.path)).toEqual([
    'Archives/Courrier.eml',
    'Archives/Courrier.eml/a.zip',
    'Archives/Courrier.eml/a.zip/b.md',
    'Archives/Courrier.eml/a.zip/c.md',
  ]);
});
