import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { askReply, cliError, searchReply, status as statusShape } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

/** Two towns on one machine, each with a word of its own in every text, by which what left can be told. */
const towns = { bellerive: 'Quillebeuf', valmont: 'Montgirard' } as const;
type Town = keyof typeof towns;

const organisation = (town: Town): Organisation => ({
  organisation: town,
  users: ['alice'],
  admins: ['alice'],
  spaces: {
    mairie: { title: 'Vie municipale', sensitivity: 'interne', members: [`org:${town}`] },
    rh: { title: 'Ressources humaines', sensitivity: 'sensible', members: [`org:${town}`] },
  },
});

/** The installation's embeddings server, and a provider of each town. */
let installation: ProviderServer;
let albert: ProviderServer;
let vllm: ProviderServer;
let world: World;
let bellerive: ApiClient;
let valmont: ApiClient;
beforeAll(async () => {
  [installation, albert, vllm] = await Promise.all([
    startProviderServer('generic'),
    startProviderServer('albert'),
    startProviderServer('vllm'),
  ]);
  vllm.embeddings.dimension = 48;
  world = await openWorld({
    EMBEDDINGS_BASE_URL: installation.baseUrl,
    EMBEDDINGS_MODEL: 'maison',
    PROVIDER_PRIVATE_NETWORKS: '127.0.0.0/8',
    LOG_LEVEL: 'debug',
  });
  await world.apply(organisation('bellerive'));
  // One of them has a provider from the first document on.
  await world.cliJson(
    ...['provider', 'add', 'albert', '--dialect', 'albert', '--url', albert.baseUrl, '--trust', 'eu'],
    ...['--embeddings', 'embedding-model', '--key-file', await world.write('key', 'sk-test-key')],
  );
  const chosen = await world.cliJson('provider', 'default', 'albert', '--for', 'embeddings');
  expect(chosen).toMatchObject({
    for: 'embeddings',
    provider: 'albert',
    warnings: [{ code: 'model-untested' }],
  });
  await world.apply(organisation('valmont'));
  bellerive = await world.as('alice', 'bellerive');
  valmont = await world.as('alice', 'valmont');
  for (const town of Object.keys(towns) as Town[]) {
    const name = towns[town];
    await world.write(`${town}/mairie/cantine.md`, `# Cantine\n\nLe tarif de la cantine de ${name}.\n`);
    await world.write(`${town}/mairie/piscine.md`, `# Piscine\n\nLe tarif de la piscine de ${name}.\n`);
    await world.write(`${town}/rh/prime.md`, `# Prime\n\nLa prime du directeur de ${name}, 31337 euros.\n`);
    // Waiting for all does not wait for what may never be sent.
    for (const space of ['mairie', 'rh'])
      await world.cliJson('ingest', world.file(`${town}/${space}`), '--org', town, '--space', space);
  }
  await served('bellerive', 'albert', 2);
  await served('valmont', null, 3);
});
afterAll(async () => {
  await world?.close();
  await Promise.all([installation, albert, vllm].map((server) => server?.close()));
});

const provider = (server: ProviderServer, more: object) => ({
  name: 'Fournisseur',
  baseUrl: server.baseUrl,
  apiKey: 'sk-test-key',
  trust: 'eu',
  ...more,
});
const models = { embeddings: 'embedding-model', rerank: 'rerank-model' };
const choose = (client: ApiClient, choice: object) => client.put('/v1/admin/provider-choices', choice);

async function statusOf(town: Town) {
  const { organisations } = statusShape.parse(await world.cliJson('status'));
  const found = organisations.find(({ id }) => id === town);
  if (!found) throw new Error('no such town');
  return found;
}

/** Waits until vectors of this provider (`null`: the installation) answer, whole in so many documents. */
async function served(town: Town, by: string | null, done: number) {
  let last: unknown;
  const look = async () => {
    const { embedding } = await statusOf(town);
    last = embedding;
    const { serving, building } = embedding;
    return serving?.provider === by && serving.done === done && building === null && serving;
  };
  const what = `vectors of ${by} for ${town}`;
  try {
    return await eventually(look, { withinMs: 60_000, everyMs: 300, what });
  } catch (cause) {
    throw new Error(`${what} did not come: ${JSON.stringify(last)}`, { cause });
  }
}

async function search(client: ApiClient, query: string, scope: object = {}): Promise<string[]> {
  const reply = await client.post('/v1/search', { query, scope });
  expect(reply.status).toBe(200);
  return searchReply.parse(reply.body).results.map(({ document }) => document.path);
}
const noticesOf = async (client: ApiClient, question: string, scope: object = { spaces: ['mairie'] }) =>
  askReply
    .parse((await client.post('/v1/ask', { question, scope, stream: false })).body)
    .notices.map(({ code }) => code);

/** What reached the servers while something happened. */
async function leaving(run: () => Promise<unknown>) {
  const servers = { installation, albert, vllm };
  const before = Object.values(servers).map(({ requests }) => requests.length);
  await run();
  return Object.fromEntries(
    Object.entries(servers).map(([name, { requests }], at) => [
      name,
      requests.slice(before[at]).map(({ raw }) => raw),
    ]),
  );
}
const everything = ({ requests }: ProviderServer) => requests.map(({ raw }) => raw).join('\n');

it('a provider that cannot do it, or was seen not to, is refused with a code and a reason in words', async () => {
  await valmont.put(
    '/v1/admin/providers/tgi',
    provider(vllm, { dialect: 'tgi', models: { chat: 'm', embeddings: 'm' } }),
  );
  const refused = await choose(valmont, { for: 'embeddings', provider: 'tgi' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'PROVIDER_UNSUITABLE' } });
  expect((refused.body as { detail: string }).detail).toMatch(/dialecte/);
  const atTerminal = await world.cli(
    ...['provider', 'default', 'tgi', '--org', 'valmont', '--for', 'reranking', '--json'],
  );
  expect(atTerminal.exitCode).not.toBe(0);
  expect(cliError.parse(JSON.parse(atTerminal.stderr)).error.code).toBe('PROVIDER_UNSUITABLE');
  expect((await choose(valmont, { for: 'embeddings', provider: 'personne' })).status).toBe(404);
  // Vectors are the organisation's, not a space's.
  expect((await choose(valmont, { for: 'embeddings', space: 'rh', provider: null })).status).toBe(400);

  await valmont.put('/v1/admin/providers/interne', provider(vllm, { dialect: 'vllm', models }));
  vllm.fault = { kind: 'empty' };
  await valmont.post('/v1/admin/providers/interne/test', {});
  vllm.fault = null;
  expect(await choose(valmont, { for: 'embeddings', provider: 'interne' })).toMatchObject({
    status: 409,
    body: { code: 'PROVIDER_UNSUITABLE' },
  });
  await valmont.post('/v1/admin/providers/interne/test', {});
});

it('is chosen by an administrator, and takes over without a gap in answers', async () => {
  const notices: string[][] = [];
  let watching = true;
  const watch = (async () => {
    while (watching) notices.push(await noticesOf(valmont, 'Quel est le tarif de la cantine ?'));
  })();
  expect(await choose(valmont, { for: 'embeddings', provider: 'interne' })).toMatchObject({
    status: 200,
    body: {
      embeddings: { provider: 'interne', model: 'embedding-model' },
      reranking: null,
      warnings: [{ code: 'sensitive-by-words', fr: expect.any(String), en: expect.any(String) }],
    },
  });
  await served('valmont', 'interne', 2);
  watching = false;
  await watch;
  expect(notices.length).toBeGreaterThan(2);
  expect(notices.flat()).not.toContain('words-only');
}, 90_000);

it('R67: what is too sensitive for it stays here, is found by its words, and is counted where people look', async () => {
  expect((await statusOf('bellerive')).embedding.serving).toMatchObject({
    total: 3,
    done: 2,
    tooSensitive: 1,
  });
  const { body: listed } = await bellerive.get('/v1/admin/providers');
  expect(listed).toMatchObject({
    choices: { embeddings: { provider: 'albert' } },
    embedding: { serving: { provider: 'albert', done: 2, tooSensitive: 1 }, building: null },
  });
  const { stdout } = await world.cli('status');
  expect(stdout).toContain('(albert), 2 documents sur 3, 1 trop sensible pour ce fournisseur');
  const left = await leaving(async () => {
    expect(await search(bellerive, 'prime du directeur', { spaces: ['rh'] })).toEqual(['prime.md']);
    expect(await noticesOf(bellerive, 'Quelle est la prime ?', { spaces: ['rh'] })).toContain('words-only');
  });
  expect(left).toEqual({ installation: [], albert: [], vllm: [] });
  expect(everything(albert)).not.toMatch(/31337|prime/);
});

it('R17: each question goes to the provider of its organisation, and to no other', async () => {
  await world.cliJson('provider', 'default', 'interne', '--org', 'valmont', '--for', 'reranking');
  const first = await leaving(() => search(bellerive, 'tarif', { spaces: ['mairie'] }));
  expect([first.installation, first.vllm]).toEqual([[], []]);
  expect(first.albert).toHaveLength(1);
  const second = await leaving(() => search(valmont, 'tarif', { spaces: ['mairie'] }));
  expect([second.installation, second.albert]).toEqual([[], []]);
  // Embedded, then reranked.
  expect(second.vllm).toHaveLength(2);
  expect(everything(albert)).not.toContain(towns.valmont);
  expect(everything(vllm)).not.toContain(towns.bellerive);
  expect((await statusOf('valmont')).engines).toMatchObject({
    embeddings: { provider: 'interne' },
    reranking: { provider: 'interne', model: 'rerank-model' },
  });
});

it('R56: a removed provider is asked nothing more; the installation takes over, and no key is told', async () => {
  expect((await bellerive.delete('/v1/admin/providers/albert')).status).toBe(204);
  const left = await leaving(async () => {
    expect(await search(bellerive, 'tarif de la cantine', { spaces: ['mairie'] })).toContain('cantine.md');
    await served('bellerive', null, 3);
  });
  expect(left.albert).toEqual([]);
  expect(await noticesOf(bellerive, 'Quel est le tarif de la cantine ?')).not.toContain('words-only');
  expect((await bellerive.get('/v1/admin/providers')).body).toMatchObject({
    providers: [],
    choices: { embeddings: null, reranking: null },
    embedding: { serving: { provider: null } },
  });
  expect(world.server.output()).not.toMatch(/sk-test-key|Quillebeuf|Montgirard|31337/);
}, 90_000);
