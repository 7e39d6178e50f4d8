import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiClient } from '../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { askReply, searchReply } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const organisation = (sensitivity: string): Organisation => ({
  organisation: 'ormeval',
  users: ['alice'],
  spaces: { mairie: { title: 'Vie municipale', sensitivity, members: ['org:ormeval'] } },
});
const files = {
  'tarif.md': '# Tarif\n\nLe tarif de la cantine est voté chaque année.\n',
  'enfants.md':
    '# Repas des enfants\n\nÀ la cantine, un repas revient à trois euros, Quillebeuf compris, et le tarif baisse pour une fratrie.\n',
};

const apiKey = 'sk-rerank-key';
let server: ProviderServer;
let world: World;
let alice: ApiClient;
beforeAll(async () => {
  server = await startProviderServer('tei');
  server.apiKey = apiKey;
  world = await openWorld({
    RERANK_BASE_URL: server.baseUrl,
    RERANK_DIALECT: 'tei',
    RERANK_TRUST: 'eu',
    RERANK_API_KEY: apiKey,
    LOG_LEVEL: 'debug',
  });
  await world.apply(organisation('interne'));
  for (const [path, content] of Object.entries(files)) await world.write(`dossier/${path}`, content);
  await world.cliJson(
    'ingest',
    world.file('dossier'),
    '--org',
    'ormeval',
    '--space',
    'mairie',
    '--wait',
    'words',
  );
  alice = await world.as('alice', 'ormeval');
});
afterAll(async () => {
  await world?.close();
  await server?.close();
});
beforeEach(() => {
  server.fault = null;
  server.judge = (_, text) => (text.includes('trois euros') ? 0.9 : 0.1);
});

async function search(): Promise<string[]> {
  const reply = await alice.post('/v1/search', { query: 'tarif cantine' });
  expect(reply.status).toBe(200);
  return searchReply.parse(reply.body).results.map(({ document }) => document.path);
}

it('puts the results into the order of the configured reranker', async () => {
  expect(await search()).toEqual(['enfants.md', 'tarif.md']);
  server.judge = (_, text) => (text.includes('voté') ? 0.9 : 0.1);
  expect(await search()).toEqual(['tarif.md', 'enfants.md']);
});

it('says how long it took', async () => {
  const reply = await alice.post('/v1/ask', { question: 'Quel est le tarif de la cantine ?', stream: false });
  const { usage } = askReply.parse(reply.body);
  expect(z.record(z.string(), z.number()).parse(usage.timings)).toHaveProperty('rerankMs');
});

it('R75: a reranker that fails changes no status, and the log holds its code alone', async () => {
  server.fault = { kind: 'status', status: 500 };
  expect(await search()).toHaveLength(2);
  // What a process writes comes by a pipe, in its own time.
  await expect
    .poll(() => world.server.output())
    .toContain('"code":"RERANKER_UNAVAILABLE","detail":"HTTP 500"');
  expect(world.server.output()).not.toMatch(/Quillebeuf|VENDOR|sk-rerank/);
});

it('R67 R69: sends nothing of a space from the moment that it is too sensitive for the provider', async () => {
  await world.apply(organisation('sensible'));
  const before = server.requests.length;
  expect(await search()).toHaveLength(2);
  expect(server.requests).toHaveLength(before);
});
