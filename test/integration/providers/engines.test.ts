import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createOpenAiEmbedder } from '../../../src/adapters/openai-compatible/embedder.ts';
import { createProviderClients } from '../../../src/adapters/openai-compatible/provider-clients.ts';
import { createReranker } from '../../../src/adapters/rerank/reranker.ts';
import { createOrganisationEngines } from '../../../src/compose/organisation-engines.ts';
import { readStanding } from '../../../src/compose/read-standing.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import type { Sensitivity } from '../../../src/core/document.ts';
import { answeringEmbedder } from '../../../src/core/find/answering-embedder.ts';
import { retrieve } from '../../../src/core/find/retrieve.ts';
import { embedDocument } from '../../../src/core/ingest/embed-document.ts';
import { embeddingStatus, keepGenerations } from '../../../src/core/ingest/keep-generations.ts';
import { changePolicy } from '../../../src/core/providers/change-policy.ts';
import { chooseEngine } from '../../../src/core/providers/choose-engine.ts';
import {
  type ProviderInput,
  removeProvider,
  saveProvider,
} from '../../../src/core/providers/manage-providers.ts';
import { sum } from '../../../src/core/sum.ts';
import type { Embedders } from '../../../src/ports/embedders.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';

/** Every server here is a capture: what reaches it is what left. */
let open: TestStores;
let own: ProviderServer;
let albert: ProviderServer;
let vllm: ProviderServer;
const clients = createProviderClients({ openedNetworks: ['127.0.0.0/8'] });
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let number = 0;
let org: string;
beforeEach(async () => {
  [own, albert, vllm] = await Promise.all([
    startProviderServer('generic'),
    startProviderServer('albert'),
    startProviderServer('vllm'),
  ]);
  vllm.embeddings.dimension = 48;
  number += 1;
  org = `commune${number}`;
  await found(org);
});
afterEach(() => Promise.all([own, albert, vllm].map((server) => server.close())));

/** An organisation with two documents in its town hall. */
async function found(place: string): Promise<void> {
  await open.stores.access.applyOrganisation(
    anOrganisation({
      organisation: place,
      spaces: {
        mairie: { title: 'Vie municipale', members: [`org:${place}`] },
        rh: { title: 'Ressources humaines', sensitivity: 'sensible', members: [`org:${place}`] },
      },
    }),
    'test',
  );
  for (const word of ['cantine', 'piscine'])
    await publish(place, 'mairie', `${word}.md`, `Le tarif de la ${word} de ${place}.`);
}

async function publish(
  place: string,
  space: string,
  externalId: string,
  text: string,
  sensitivity: Sensitivity = 'interne',
) {
  const accessClass = await classFor(open.stores, place, `org:${place}`);
  const submission = aSubmission({ org: place, accessClass, space, externalId, sensitivity, text });
  return publishText(open.stores, submission, text);
}

const installed = (): Embedders => ({
  current: createOpenAiEmbedder({
    baseUrl: own.baseUrl,
    model: 'maison',
    trust: 'on-premises',
    queryPrefix: '',
    passagePrefix: '',
  }),
});
const enginesWith = (stores: Partial<TestStores['stores']> = {}) =>
  createOrganisationEngines({
    ...open.stores,
    ...stores,
    clients,
    installation: {
      embedders: installed(),
      reranker: createReranker({
        baseUrl: own.baseUrl,
        model: 'r',
        dialect: 'cohere',
        trust: 'on-premises',
      }),
    },
  });

const input = (about: Partial<ProviderInput>): ProviderInput => ({
  name: 'Fournisseur',
  dialect: 'generic',
  baseUrl: '',
  models: { embeddings: 'embedding-model', rerank: 'rerank-model' },
  trust: 'eu',
  hosting: null,
  prices: null,
  enabled: true,
  ...about,
});
const saveAlbert = (about: Partial<ProviderInput> = {}, place = org) =>
  saveProvider(
    open.stores,
    place,
    'albert',
    input({ dialect: 'albert', baseUrl: albert.baseUrl, apiKey: 'sk-test-key', ...about }),
    null,
  );
const saveVllm = (about: Partial<ProviderInput> = {}, place = org) =>
  saveProvider(
    open.stores,
    place,
    'interne',
    input({ dialect: 'vllm', baseUrl: vllm.baseUrl, apiKey: 'sk-test-key', ...about }),
    null,
  );
const choose = (provider: string | null, use: 'embeddings' | 'reranking' = 'embeddings', place = org) =>
  chooseEngine({ ...open.stores, clients }, place, { for: use, provider }, null);

/** What the background does: looks what is missing, embeds it, lets what is whole take over. */
async function tend(place = org, most = Number.POSITIVE_INFINITY, enginesIn = enginesWith()): Promise<void> {
  const { signal } = new AbortController();
  const keep = async () =>
    keepGenerations({ ...open.stores, ...(await enginesIn(place)) }, place, {
      askedBefore: new Date(0),
      // What was replaced is dropped at once: nobody asks in between.
      retiredBefore: new Date(Date.now() + 1_000),
      signal,
    });
  await keep();
  for (let done = 0; done < most; done += 1) {
    const drained = await open.stores.outbox.drain(1, async ([job]) => {
      if (job?.name !== 'document.embed' || job.payload.org !== place) return;
      const deps = { ...open.stores, ...(await enginesIn(place)) };
      await embedDocument(deps, job.payload, signal).catch(() => {});
    });
    if (drained === 0) break;
  }
  if (most === Number.POSITIVE_INFINITY) await keep();
}

/** Asks as alice does. */
async function ask(query: string, place = org, about: { space?: string; earlier?: Sensitivity[] } = {}) {
  const { embedders, reranker } = await enginesWith()(place);
  const { matrix } = await open.stores.providers.readPolicy(place);
  const { notices, passages } = await retrieve(
    {
      ...open.stores,
      embedder: await answeringEmbedder({ ...open.stores, embedders }, place),
      reranker,
    },
    {
      query,
      within: await authoriseCaller(open.stores, { org: place, user: 'alice' }),
      scope: about.space ? { spaces: [about.space] } : {},
      documents: 1,
      limit: 5,
      languages: ['fr'],
      passagesPerDocument: { usual: 1, inFocus: 1 },
      earlier: about.earlier,
      matrix,
    },
  );
  return { notices, texts: passages.map(({ text }) => text) };
}

const status = async (place = org) =>
  embeddingStatus({ ...open.stores, ...(await enginesWith()(place)) }, place);
const sent = (server: ProviderServer, route = '/embeddings') =>
  server.requests.flatMap(({ path, raw }) => (path.endsWith(route) ? [raw] : []));
/** What is embedded while something happens, by server. */
async function embedded(run: () => Promise<unknown>) {
  const before = [own, albert, vllm].map((server) => sent(server).length);
  await run();
  return Object.fromEntries(
    [own, albert, vllm].map((server, at) => [
      ['own', 'albert', 'vllm'][at],
      sent(server).length - (before[at] ?? 0),
    ]),
  );
}

test('R17: documents and questions of two organisations go to the provider of each, and nowhere else', async () => {
  const other = `${org}-voisine`;
  await found(other);
  await saveAlbert();
  await saveVllm({}, other);
  await choose('albert');
  await choose('interne', 'embeddings', other);
  await tend();
  await tend(other);
  expect((await ask('tarif de la cantine')).notices).toEqual([]);
  expect((await ask('tarif de la piscine', other)).notices).toEqual([]);
  expect(sent(own)).toEqual([]);
  expect(sent(albert).join()).toContain(`cantine de ${org}.`);
  expect(sent(albert).join()).not.toContain(other);
  expect(sent(vllm).filter((raw) => raw.includes(`de ${org}.`))).toEqual([]);
  expect(sent(vllm).join()).toContain(`cantine de ${other}`);
  const made = (provider: string) => ({ generation: `embedding-model@2~${provider}`, provider, done: 2 });
  expect((await status()).serving).toMatchObject(made('albert'));
  expect((await status(other)).serving).toMatchObject(made('interne'));
});

test('a change of provider is built beside the one that answers, which embeds the questions until it is there', async () => {
  await tend();
  expect(sent(own)).toHaveLength(2);
  await saveAlbert();
  await choose('albert');
  await tend(org, 1);
  expect(await status()).toMatchObject({
    serving: { provider: null, done: 2 },
    building: { provider: 'albert', done: 1 },
  });
  const during = async () => expect((await ask('tarif de la cantine')).notices).toEqual([]);
  expect(await embedded(during)).toEqual({ own: 1, albert: 0, vllm: 0 });
  await tend();
  expect(await embedded(during)).toEqual({ own: 0, albert: 1, vllm: 0 });

  // From one provider to another, and back to the installation's: the one that is left answers meanwhile.
  await saveVllm();
  await choose('interne');
  await tend(org, 1);
  expect(await embedded(during)).toEqual({ own: 0, albert: 1, vllm: 0 });
  await tend();
  expect(await embedded(during)).toEqual({ own: 0, albert: 0, vllm: 1 });
  await choose(null);
  await tend(org, 1);
  expect(await embedded(during)).toEqual({ own: 0, albert: 0, vllm: 1 });
  await tend();
  expect(await embedded(during)).toEqual({ own: 1, albert: 0, vllm: 0 });
  expect(await status()).toMatchObject({ serving: { provider: null, done: 2 }, building: null });
});

test('what operators see of vectors is what each organisation has, added up', async () => {
  const other = `${org}-voisine`;
  await found(other);
  for (const place of [org, other]) await publish(place, 'rh', 'paie.md', `La paie de ${place}.`);
  await saveAlbert();
  await choose('albert');
  await tend(org, 1);
  await tend(other);
  await saveVllm({}, other);
  await choose('interne', 'embeddings', other);
  await tend(other, 1);
  const organisations = await open.stores.access.listOrganisations();
  const each = await Promise.all(organisations.map(({ id }) => status(id)));
  const added = (generation: 'serving' | 'building') => {
    const told = each.flatMap((one) => one[generation] ?? []);
    const tooSensitive = sum(told.map((one) => one.tooSensitive));
    const whole = sum(told.map(({ done }) => done));
    return { whole, missing: sum(told.map(({ total }) => total)) - whole - tooSensitive, tooSensitive };
  };
  const states = await Promise.all(organisations.map(({ id }) => open.stores.documents.countByState(id)));
  const { vectors, documents } = await readStanding(open.stores, installed());
  expect(vectors).toEqual({ serving: added('serving'), building: added('building') });
  // Something of everything, so that equal is not empty.
  expect(vectors.serving.whole * vectors.serving.tooSensitive * vectors.building.whole).toBeGreaterThan(0);
  expect(vectors.building.missing * vectors.building.tooSensitive).toBeGreaterThan(0);
  expect(sum(Object.values(documents))).toBe(sum(states.flatMap((one) => Object.values(one))));
});

test('a choice that is taken back where the installation makes no vectors: nobody is asked any more, words answer', async () => {
  const { stores } = open;
  const enginesIn = createOrganisationEngines({ ...stores, clients, installation: { embedders: {} } });
  const answering = async () => answeringEmbedder({ ...stores, ...(await enginesIn(org)) }, org);
  await saveAlbert();
  await choose('albert');
  await tend(org, Number.POSITIVE_INFINITY, enginesIn);
  expect((await answering())?.generation).toBe('embedding-model@2~albert');
  await choose(null);
  await tend(org, Number.POSITIVE_INFINITY, enginesIn);
  expect(await answering()).toBeUndefined();
});

test('a removed provider takes its choice with it: words answer until the installation’s vectors are there', async () => {
  await saveAlbert();
  await choose('albert');
  await tend();
  await removeProvider(open.stores, org, 'albert', null);
  expect(await open.stores.providers.readEngineChoices(org)).toEqual({ embeddings: null, reranking: null });
  const { notices, texts } = await ask('tarif de la cantine');
  expect(notices).toEqual(['words-only']);
  expect(texts[0]).toContain('cantine');
  expect(await embedded(tend)).toEqual({ own: 2, albert: 0, vllm: 0 });
  expect((await ask('tarif de la cantine')).notices).toEqual([]);
  expect((await status()).serving).toMatchObject({ provider: null, done: 2 });
});

test('a provider that is switched off is replaced by nobody; switched on again, it goes on', async () => {
  await saveAlbert();
  await choose('albert');
  await choose('albert', 'reranking');
  await tend();
  const { apiKey: _, ...off } = input({ dialect: 'albert', baseUrl: albert.baseUrl, enabled: false });
  await saveProvider(open.stores, org, 'albert', off, null);
  const requests = albert.requests.length;
  await publish(org, 'mairie', 'voirie.md', 'La voirie.');
  await tend();
  expect((await ask('tarif de la cantine')).notices).toEqual(['words-only']);
  expect([own.requests.length, albert.requests.length]).toEqual([0, requests]);
  await saveProvider(open.stores, org, 'albert', { ...off, enabled: true }, null);
  await tend();
  expect((await ask('tarif de la cantine')).notices).toEqual([]);
  expect((await status()).serving).toMatchObject({ provider: 'albert', done: 3 });
});

test('R67, R69: what is too sensitive for the chosen provider is neither embedded nor reranked there, as a document or as a question', async () => {
  await tend();
  await publish(org, 'rh', 'prime.md', 'La prime du directeur est de 31337 euros.');
  await publish(org, 'mairie', 'note.md', 'Note confidentielle 31337.', 'sensible');
  await tend();
  const home = sent(own).join();
  expect(home).toMatch(/prime du directeur/);
  await saveAlbert();
  expect(await choose('albert')).toEqual(['model-untested', 'sensitive-by-words']);
  await choose('albert', 'reranking');
  await tend();
  // The four were whole before; two may never be so here, and hold nothing up.
  expect(await status()).toEqual({
    serving: expect.objectContaining({ provider: 'albert', total: 4, done: 2, tooSensitive: 2 }),
    building: null,
  });
  const { notices, texts } = await ask('prime du directeur', org, { space: 'rh', earlier: ['sensible'] });
  expect(notices).toEqual(['words-only']);
  expect(texts[0]).toContain('31337');
  await ask('note confidentielle et tarif');
  await ask('tarif', org, { earlier: ['sensible'] });
  expect(albert.requests.map(({ raw }) => raw).join()).not.toMatch(/31337|prime du directeur/);
  expect(sent(albert, '/rerank')).toEqual([]);

  // Once the policy lets it out, it goes.
  await changePolicy(open.stores, org, { matrix: { eu: 'sensible' } }, null);
  await tend();
  expect((await status()).serving).toMatchObject({ done: 4, tooSensitive: 0 });
  await ask('tarif');
  expect(sent(albert, '/rerank')).toHaveLength(1);
  expect(sent(own, '/rerank')).toEqual([]);
});

test('R55, R57: a key is opened at the first call alone; one that does not open costs its own organisation the vectors', async () => {
  await saveAlbert();
  await choose('albert');
  await tend();
  let opened = 0;
  const counting = {
    ...open.stores.secretBox,
    open: (...given: Parameters<typeof open.stores.secretBox.open>) => {
      opened += 1;
      return open.stores.secretBox.open(...given);
    },
  };
  const enginesIn = enginesWith({ secretBox: counting });
  const { current } = (await enginesIn(org)).embedders;
  await enginesIn(org);
  expect(opened).toBe(0);
  await current?.embed(['un'], { kind: 'query' });
  await (await enginesIn(org)).embedders.current?.embed(['deux'], { kind: 'query' });
  expect(opened).toBe(1);
  expect(albert.requests.at(-1)?.headers.authorization).toBe('Bearer sk-test-key');

  // As after a restored dump with other keys, or a row that was moved to another host.
  await open.database
    .updateTable('provider')
    .set({ base_url: vllm.baseUrl })
    .where('org', '=', org)
    .where('id', '=', 'albert')
    .execute();
  expect((await ask('tarif de la cantine')).notices).toEqual(['words-only']);
  expect(vllm.requests).toEqual([]);
  const other = `${org}-voisine`;
  await found(other);
  await tend(other);
  expect((await ask('tarif de la cantine', other)).notices).toEqual([]);
});

test('whoever still works by an earlier choice does not bring it back', async () => {
  await tend();
  await saveAlbert();
  await saveVllm();
  await choose('albert');
  const stale = await enginesWith()(org);
  await choose('interne');
  await tend(org, 1);
  const signal = new AbortController().signal;
  const options = { askedBefore: new Date(0), retiredBefore: new Date(0), signal };
  await keepGenerations({ ...open.stores, ...stale }, org, options);
  expect(await status()).toMatchObject({
    serving: { provider: null },
    building: { provider: 'interne', done: 1 },
  });
});

test('the chosen provider reranks, in its dialect', async () => {
  await saveVllm();
  await choose('interne', 'reranking');
  vllm.judge = (_, text) => (text.includes('piscine') ? 0.9 : 0.1);
  expect((await ask('tarif')).texts[0]).toContain('piscine');
  expect(vllm.requests.filter(({ judged }) => judged)).toHaveLength(1);
  expect(sent(own, '/rerank')).toEqual([]);
  vllm.fault = { kind: 'status', status: 503 };
  expect((await ask('tarif')).texts).toHaveLength(2);
  expect(sent(own, '/rerank')).toEqual([]);
});
