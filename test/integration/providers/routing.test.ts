import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPromptFiles } from '../../../src/adapters/filesystem/prompt-files.ts';
import { createOpenAiEmbedder } from '../../../src/adapters/openai-compatible/embedder.ts';
import { createProviderClients } from '../../../src/adapters/openai-compatible/provider-clients.ts';
import { createReranker } from '../../../src/adapters/rerank/reranker.ts';
import { createAnsweringProviders } from '../../../src/compose/answering-providers.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import type { Answer } from '../../../src/core/answer/answer.ts';
import { ask } from '../../../src/core/answer/ask.ts';
import { embedDocument } from '../../../src/core/ingest/embed-document.ts';
import { changePolicy } from '../../../src/core/providers/change-policy.ts';
import { chooseProvider, saveProvider } from '../../../src/core/providers/manage-providers.ts';
import type { TrustLevel } from '../../../src/core/trust.ts';
import { presentSource } from '../../../src/http/presenters/present-passage.ts';
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
let near: ProviderServer;
let cloud: ProviderServer;
let vectors: ProviderServer;
let judge: ProviderServer;
const prompts = await createPromptFiles(join(import.meta.dirname, '../../../prompts'));

beforeAll(async () => {
  [open, near, cloud, vectors, judge] = await Promise.all([
    openTestStores(),
    startProviderServer('generic'),
    startProviderServer('generic'),
    startProviderServer('generic'),
    startProviderServer('generic'),
  ]);
});
afterAll(() => Promise.all([open, near, cloud, vectors, judge].map((each) => each?.close())));

let number = 0;
let org: string;
beforeEach(async () => {
  number += 1;
  org = `commune${number}`;
  await open.stores.access.applyOrganisation(
    anOrganisation({
      organisation: org,
      spaces: {
        mairie: { title: 'Vie municipale', sensitivity: 'interne', members: [`org:${org}`] },
        rh: { title: 'Ressources humaines', sensitivity: 'sensible', members: [`org:${org}`] },
      },
    }),
    'test',
  );
  near.reply = ['Le tarif est de trois euros [1].'];
  cloud.reply = ['Le tarif est de trois euros [1].'];
  await publish('mairie', 'cantine.md', 'Le tarif de la cantine scolaire est de trois euros.');
  await publish('rh', 'prime.md', 'La prime de cantine des agents est de 31 337 euros.');
});
afterEach(() => {
  for (const server of [near, cloud, vectors]) {
    server.fault = null;
    server.faults.length = 0;
  }
});

async function publish(space: string, externalId: string, text: string) {
  const accessClass = await classFor(open.stores, org, `org:${org}`);
  const sensitivity = space === 'rh' ? 'sensible' : 'interne';
  const document = aSubmission({ org, accessClass, space, externalId, sensitivity });
  return publishText(open.stores, document, text);
}

async function setUp(id: string, server: ProviderServer, trust: TrustLevel): Promise<void> {
  const input = {
    name: id,
    dialect: 'generic',
    baseUrl: server.baseUrl,
    models: { chat: 'modele' },
    trust,
    hosting: null,
    prices: null,
    enabled: true,
  } as const;
  await saveProvider(open.stores, org, id, input, null);
}

async function answer(
  question: string,
  more: { spaces?: string[]; provider?: string; conversationId?: string } = {},
): Promise<Answer & { conversationId: string }> {
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const answeringIn = createAnsweringProviders({
    ...open.stores,
    clients: createProviderClients({ openedNetworks: ['127.0.0.0/8'] }),
    logger: { error: () => {} },
  });
  const embedder = createOpenAiEmbedder({
    baseUrl: vectors.baseUrl,
    model: 'v',
    trust: 'eu',
    queryPrefix: '',
    passagePrefix: '',
  });
  const deps = {
    ...open.stores,
    embedder,
    reranker: createReranker({ baseUrl: judge.baseUrl, model: 'r', dialect: 'cohere', trust: 'eu' }),
    answering: await answeringIn(org),
    prompts,
    presentSource,
    clock: performance,
    random: (size: number) => crypto.getRandomValues(new Uint8Array(size)),
  };
  const { spaces, ...others } = more;
  let conversationId = '';
  for await (const event of ask(deps, within, {
    question,
    scope: spaces ? { spaces } : {},
    ...others,
    signal: new AbortController().signal,
  })) {
    if (event.type === 'meta') conversationId = event.conversationId;
    if (event.type === 'done') return { ...event.answer, conversationId };
  }
  throw new Error('no answer');
}

/** What left for a server while something happened. */
async function leaving<T>(
  server: { readonly requests: readonly { body: unknown }[] },
  run: () => Promise<T>,
) {
  const before = server.requests.length;
  const result = await run();
  return { result, said: server.requests.slice(before).map(({ body }) => JSON.stringify(body)) };
}

test('asks the provider chosen for the space, and says which one in the answer', async () => {
  await setUp('proche', near, 'on-premises');
  await setUp('nuage', cloud, 'eu');
  await chooseProvider(open.stores, org, { space: null, provider: 'nuage' }, null);
  const inTown = await answer('Quel est le tarif de la cantine ?', { spaces: ['mairie'] });
  expect(inTown).toMatchObject({ outcome: 'answered', usage: { provider: 'nuage', model: 'modele' } });
  await chooseProvider(open.stores, org, { space: 'mairie', provider: 'proche' }, null);
  const after = await answer('Quel est le tarif de la cantine ?', { spaces: ['mairie'] });
  expect(after.usage.provider).toBe('proche');
});

test('R67: with one sensitive passage among others, nothing leaves for a provider that may not see it', async () => {
  await setUp('nuage', cloud, 'eu');
  const chat = await leaving(cloud, () => answer('Quel est le tarif de la cantine et la prime ?'));
  expect(chat.result).toMatchObject({ outcome: 'quoted', reason: 'too-sensitive' });
  expect(chat.result.notices.map(({ code }) => code)).toContain('too-sensitive');
  expect(chat.said).toEqual([]);
  await setUp('proche', near, 'on-premises');
  const routed = await leaving(cloud, () => answer('Quel est le tarif de la cantine et la prime ?'));
  expect(routed.result).toMatchObject({ outcome: 'answered', usage: { provider: 'proche' } });
  expect(routed.said).toEqual([]);
});

test('R67: a question put to a sensitive space is neither embedded nor reranked by a provider that may not see it', async () => {
  const embedded = await leaving(vectors, () =>
    answer('Quelle est la prime de cantine ?', { spaces: ['rh'] }),
  );
  expect(embedded.said).toEqual([]);
  expect(embedded.result.notices.map(({ code }) => code)).toContain('words-only');
  const reranked = await leaving(judge, () => answer('Quelle est la prime de cantine ?', { spaces: ['rh'] }));
  expect(reranked.said).toEqual([]);
  const open_ = await leaving(vectors, () => answer('Quel est le tarif ?', { spaces: ['mairie'] }));
  expect(open_.said).toHaveLength(1);
});

test('R67: an earlier turn that was drawn from sensitive text keeps the whole conversation in', async () => {
  await setUp('nuage', cloud, 'eu');
  const first = await answer('Quelle est la prime de cantine des agents ?', { spaces: ['rh'] });
  expect(JSON.stringify(first.sources)).toContain('31 337');
  const { conversationId } = first;
  const then = await leaving(cloud, () =>
    answer('Et quel est le tarif de la cantine ?', { spaces: ['mairie'], conversationId }),
  );
  expect(then.said).toEqual([]);
  expect(then.result.reason).toBe('too-sensitive');
  const alone = await leaving(cloud, () =>
    answer('Quel est le tarif de la cantine ?', { spaces: ['mairie'] }),
  );
  expect(alone.said.length).toBeGreaterThan(0);
});

test.each<[TrustLevel, 'usual' | 'lowered']>([
  ['eu', 'usual'],
  ['on-premises', 'lowered'],
])('R67: text too sensitive for the embeddings server (%s, %s matrix) is not sent there', async (trust, line) => {
  if (line === 'lowered') await changePolicy(open.stores, org, { matrix: { [trust]: 'interne' } }, null);
  const { id, version } = await publish('rh', 'note.md', 'Une note sur le matricule 31 337.');
  const embedders = {
    current: createOpenAiEmbedder({
      baseUrl: vectors.baseUrl,
      model: 'v',
      trust,
      queryPrefix: '',
      passagePrefix: '',
    }),
  };
  const job = { org, id, version };
  const signal = new AbortController().signal;
  const { result, said } = await leaving(vectors, () =>
    embedDocument({ ...open.stores, embedders }, job, signal),
  );
  expect({ result, said }).toEqual({ result: 'skipped', said: [] });
});

test('a model is asked for a second opinion where the organisation wants it, and it is paid for', async () => {
  await setUp('nuage', cloud, 'eu');
  cloud.reply = ['Le tarif de la cantine dépend beaucoup du revenu [1].'];
  const question = 'Quel est le tarif de la cantine ?';
  const without = await leaving(cloud, () => answer(question, { spaces: ['mairie'] }));
  expect(without.result.sentences.map(({ support }) => support)).toEqual(['partial']);
  expect(without.said).toHaveLength(1);
  await changePolicy(open.stores, org, { secondOpinion: true }, null);
  const asked = await leaving(cloud, () => answer(question, { spaces: ['mairie'] }));
  expect(asked.said).toHaveLength(2);
  expect(asked.said[1]).toContain('revenu');
  const { promptTokens: alone } = without.result.usage;
  expect(asked.result.usage.promptTokens).toBeGreaterThan(alone ?? 0);
});

test('R68: when the provider inside is down, a sensitive question gets its passages and nothing goes outside', async () => {
  await setUp('proche', near, 'on-premises');
  await setUp('nuage', cloud, 'eu');
  await chooseProvider(open.stores, org, { space: null, provider: 'proche' }, null);
  near.fault = { kind: 'status', status: 503 };
  const { result, said } = await leaving(cloud, () =>
    answer('Quelle est la prime de cantine ?', { spaces: ['rh'] }),
  );
  expect(said).toEqual([]);
  expect(result).toMatchObject({ outcome: 'quoted', reason: 'model-unavailable' });
  expect(JSON.stringify(result.sources)).toContain('31 337');
});

test('R83: when the chosen provider fails at once, the next one that is trusted as much answers', async () => {
  await setUp('nuage', cloud, 'eu');
  await setUp('proche', near, 'on-premises');
  cloud.fault = { kind: 'status', status: 503 };
  const answered = await answer('Quel est le tarif de la cantine ?', { spaces: ['mairie'] });
  expect(answered).toMatchObject({ outcome: 'answered', usage: { provider: 'proche' } });
});

test('R69: a change of policy holds from the next question on, and the record says which version decided', async () => {
  await setUp('nuage', cloud, 'eu');
  const before = await answer('Quelle est la prime de cantine ?', { spaces: ['rh'] });
  expect(before.reason).toBe('too-sensitive');
  const policy = await changePolicy(open.stores, org, { matrix: { eu: 'sensible' } }, 'alice');
  expect(policy).toMatchObject({ version: 1, matrix: { eu: 'sensible', other: 'ouvert' } });
  const after = await answer('Quelle est la prime de cantine ?', { spaces: ['rh'] });
  expect(after.outcome).toBe('answered');
  const records = await open.database
    .selectFrom('audit')
    .select('details')
    .where('org', '=', org)
    .where('action', '=', 'answer')
    .orderBy('id')
    .execute();
  expect(records.map(({ details }) => (details as { policyVersion: number }).policyVersion)).toEqual([0, 1]);
});
