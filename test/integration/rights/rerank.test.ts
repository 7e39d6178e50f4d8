import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPromptFiles } from '../../../src/adapters/filesystem/prompt-files.ts';
import { createReranker } from '../../../src/adapters/rerank/reranker.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { ask } from '../../../src/core/answer/ask.ts';
import type { Sensitivity } from '../../../src/core/document.ts';
import { searchDocuments } from '../../../src/core/find/search-documents.ts';
import { everything } from '../../../src/core/scope.ts';
import type { TrustLevel } from '../../../src/core/trust.ts';
import type { PromptLibrary } from '../../../src/ports/prompt-library.ts';
import type { Fault } from '../../support/providers/faults.ts';
import { type ProviderServer, startProviderServer } from '../../support/providers/server.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';
import { fixedAskDeps } from './recording-model.ts';

const query = 'prime annuelle';
/** The more often they say it, the better by words; the reranker of these tests prefers those about November, then March. */
const texts = {
  'montant.md': 'La prime annuelle est votée. Prime annuelle au budget, prime annuelle aux agents.',
  'mars.md': 'La prime annuelle est évaluée en mars : pas de prime annuelle sans évaluation.',
  'novembre.md': 'Chaque agent présent toute l’année reçoit sa prime annuelle avec la paie de novembre.',
};
const byWords = ['montant.md', 'mars.md', 'novembre.md'];
const byReranker = ['novembre.md', 'mars.md', 'montant.md'];
const secret = 'La prime annuelle du directeur est de 31 337 euros, versée en novembre.';

let open: TestStores;
let prompts: PromptLibrary;
beforeAll(async () => {
  open = await openTestStores();
  prompts = await createPromptFiles(join(import.meta.dirname, '..', '..', '..', 'prompts'));
});
afterAll(() => open.close());

let org: string;
let number = 0;
let server: ProviderServer;
/** Everybody reads `mairie`, only bruno reads `cabinet`. */
const apply = (sensitivity: Sensitivity = 'interne') =>
  open.stores.access.applyOrganisation(
    anOrganisation({
      organisation: org,
      spaces: {
        mairie: { title: 'Vie municipale', sensitivity, members: [`org:${org}`] },
        cabinet: { title: 'Cabinet', sensitivity: 'sensible', members: ['user:bruno'] },
      },
    }),
    'test',
  );
const publish = async (
  externalId: string,
  text: string,
  place: { space?: string; sensitivity?: Sensitivity } = {},
) => {
  const { space = 'mairie', sensitivity = 'interne' } = place;
  const accessClass = await classFor(open.stores, org, `space:${space}`);
  const submission = aSubmission({
    org,
    space,
    sensitivity,
    accessClass,
    externalId,
    title: externalId,
    text,
  });
  return { submission, ...(await publishText(open.stores, submission, text)) };
};
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  server = await startProviderServer('generic');
  server.judge = (_, text) => (text.includes('novembre') ? 0.9 : text.includes('mars') ? 0.5 : 0.1);
  await apply();
  for (const [externalId, text] of Object.entries(texts)) await publish(externalId, text);
});
afterEach(() => server.close());

const reranker = (trust: TrustLevel = 'eu', baseUrl = server.baseUrl) =>
  createReranker({ baseUrl, model: 'test', apiKey: 'sk-rerank-key', dialect: 'cohere', trust });

async function search(user: string, rerank?: ReturnType<typeof reranker>) {
  const within = await authoriseCaller(open.stores, { org, user });
  const request = { query, scope: everything, limit: 10 };
  const { passages } = await searchDocuments({ ...open.stores, reranker: rerank }, within, request);
  return passages;
}
const titles = async (...request: Parameters<typeof search>) =>
  (await search(...request)).map(({ document }) => document.title);
const sent = () => server.requests.map(({ raw }) => raw).join('\n');

test('the reranker decides the order; scores still fall from 1', async () => {
  expect(await titles('alice')).toEqual(byWords);
  const passages = await search('alice', reranker());
  expect(passages.map(({ document }) => document.title)).toEqual(byReranker);
  expect(passages.map(({ score }) => score)).toEqual((await search('alice')).map(({ score }) => score));
  expect(server.requests).toHaveLength(1);
});

test('R01 R02: what the caller may not read changes not a byte of what is sent', async () => {
  await search('alice', reranker());
  await publish('directeur.md', secret, { space: 'cabinet' });
  await publish('copie.md', texts['mars.md'], { space: 'cabinet' });
  expect(await titles('alice', reranker())).toEqual(byReranker);
  expect(server.requests[1]?.raw).toBe(server.requests[0]?.raw);
  expect(sent()).not.toContain('31 337');
  // Whoever may read it has it judged, where the provider is trusted enough.
  expect(await titles('bruno', reranker('state'))).toContain('directeur.md');
  expect(sent()).toContain('31 337');
});

test('R05: a text whose reader was revoked a moment ago is not sent, though the index still offers it', async () => {
  const { submission } = await publish('directeur.md', secret);
  expect(await titles('alice', reranker())).toContain('directeur.md');
  expect(sent()).toContain('31 337');
  // No job runs here: the index is not told.
  await open.stores.documents.submit({
    ...submission,
    accessClass: await classFor(open.stores, org, 'user:bruno'),
  });
  await search('alice', reranker());
  expect(server.requests).toHaveLength(2);
  expect(server.requests[1]?.raw).not.toContain('31 337');
});

test.each<[string, TrustLevel, Sensitivity]>([
  ['a sensitive document', 'eu', 'sensible'],
  ['a document of particular sensitivity', 'secnumcloud', 'SREN31'],
])('R67 R68: with %s among the passages nothing leaves, neither question nor text', async (_, trust, sensitivity) => {
  await publish('directeur.md', secret, { sensitivity });
  const passages = await search('alice', reranker(trust));
  expect(passages).toEqual(await search('alice'));
  expect(passages.map(({ document }) => document.title)).toContain('directeur.md');
  expect(server.requests).toEqual([]);
  // A provider that may see it does.
  await search('alice', reranker('on-premises'));
  expect(server.requests).toHaveLength(1);
});

test('R67: a sensitive document that the caller may not read says nothing, not even by a call that is missing', async () => {
  await publish('directeur.md', secret, { space: 'cabinet', sensitivity: 'sensible' });
  expect(await titles('alice', reranker())).toEqual(byReranker);
  expect(server.requests).toHaveLength(1);
});

test('R69: a space that is made sensitive is so from the next request on, for all its documents', async () => {
  const one = reranker();
  expect(await titles('alice', one)).toEqual(byReranker);
  await apply('sensible');
  expect(await titles('alice', one)).toEqual(byWords);
  expect(server.requests).toHaveLength(1);
  await apply('ouvert');
  expect(await titles('alice', one)).toEqual(byReranker);
});

test.each<[string, boolean]>([
  ['a sensitive document', false],
  ['a document that is gone', true],
])('R67: after an answer from %s no further question of the conversation is sent', async (_, isGone) => {
  const sensitivity = isGone ? 'interne' : 'sensible';
  const { id } = await publish('parking.md', 'Le parking du personnel ferme à vingt heures.', {
    sensitivity,
  });
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const deps = { ...fixedAskDeps(open, prompts), reranker: reranker() };
  const { signal } = new AbortController();
  async function put(question: string, conversationId?: string): Promise<string> {
    let conversation = '';
    const request = { question, scope: everything, signal, ...(conversationId && { conversationId }) };
    for await (const event of ask(deps, within, request)) {
      if (event.type === 'meta') conversation = event.conversationId;
      if (event.type === 'done') expect(event.answer.sources.length).toBeGreaterThan(0);
    }
    return conversation;
  }
  const conversation = await put('À quelle heure ferme le parking ?');
  if (isGone) await open.stores.documents.remove(org, [id]);
  await put('Et la prime annuelle ?', conversation);
  expect(server.requests).toEqual([]);
  await put('Et la prime annuelle ?');
  expect(server.requests).toHaveLength(1);
});

test.each<Fault>([
  { kind: 'status', status: 500 },
  { kind: 'status', status: 401 },
  { kind: 'silence' },
  { kind: 'cut', words: 0 },
  { kind: 'html' },
  { kind: 'scores', change: (scores) => scores.slice(1) },
])('R83: a reranker that fails costs the order alone: $kind', async (fault) => {
  server.fault = fault;
  expect(await search('alice', reranker())).toEqual(await search('alice'));
});

test('R83: so does one that is not there', async () => {
  const gone = await startProviderServer('generic');
  await gone.close();
  expect(await search('alice', reranker('eu', gone.baseUrl))).toEqual(await search('alice'));
});
