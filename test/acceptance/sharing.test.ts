import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type ApiClient, eventually } from '../support/api-client.ts';
import {
  askReply,
  auditPage,
  conversation,
  document as documentShape,
  exportedShared,
  problem,
  sharedConversation,
  sharedPage,
  shares,
} from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const pontval = (members: readonly string[]): Organisation => ({
  organisation: 'pontval',
  users: ['alice', 'bruno', 'carine', 'adele'],
  admins: ['adele'],
  groups: { voirie: ['alice', 'bruno'] },
  spaces: {
    rh: { title: 'Ressources humaines', members },
    mairie: { title: 'Vie municipale', members: ['org:pontval'] },
  },
});

let world: World;
let alice: ApiClient;
let bruno: ApiClient;
let carine: ApiClient;
let adele: ApiClient;
let id: string;

beforeAll(async () => {
  world = await openWorld();
  await world.apply(pontval(['user:alice', 'user:bruno']));
  [alice, bruno, carine, adele] = (await Promise.all(
    ['alice', 'bruno', 'carine', 'adele'].map((user) => world.as(user, 'pontval')),
  )) as [ApiClient, ApiClient, ApiClient, ApiClient];
  const added = await alice.upload(
    { space: 'rh' },
    'brindezingue.md',
    '# Primes\n\nLa prime de nuit vaut 917 euros.\n',
  );
  const document = documentShape.parse(added.body).id;
  await eventually(
    async () =>
      documentShape.parse((await alice.get(`/v1/documents/${document}`)).body).state === 'searchable-words',
  );
  const asked = await alice.post('/v1/ask', { question: 'Combien vaut la prime de nuit ?', stream: false });
  const reply = askReply.parse(asked.body);
  expect(reply.answer.text).toContain('917');
  id = reply.conversationId;
});
afterAll(() => world?.close());

const share = (principal: string, client = alice) =>
  client.request('PUT', `/v1/conversations/${id}/shares/${encodeURIComponent(principal)}`);
const codeOf = (reply: { readonly status: number; readonly body: unknown }) => [
  reply.status,
  problem.parse(reply.body).code,
];

test('R09: a conversation is shared, read with the reader’s own rights, exported, taken back', async () => {
  expect(codeOf(await bruno.get(`/v1/shared-conversations/${id}`))).toEqual([404, 'NOT_FOUND']);
  expect((await share('group:voirie')).status).toBe(200);
  expect((await share('user:carine')).status).toBe(200);
  for (const principal of ['user:nobody', 'group:nothing', 'org:pontval', 'space:rien'])
    expect(codeOf(await share(principal))).toEqual([404, 'NOT_FOUND']);
  const listed = shares.parse((await alice.get(`/v1/conversations/${id}/shares`)).body);
  expect(listed.shares.map(({ principal }) => principal).toSorted()).toEqual(['group:voirie', 'user:carine']);

  const read = sharedConversation.parse((await bruno.get(`/v1/shared-conversations/${id}`)).body);
  expect(read).toMatchObject({ title: 'Combien vaut la prime de nuit ?', sharedBy: { id: 'alice' } });
  expect(read.messages[1]?.text).toContain('917');
  expect(JSON.stringify(read)).toContain('brindezingue');

  // Carine is in no space with the document.
  const masked = sharedConversation.parse((await carine.get(`/v1/shared-conversations/${id}`)).body);
  expect(masked).toMatchObject({ title: null, messages: [{ masked: false }, { masked: true, text: '' }] });
  const page = sharedPage.parse((await carine.get('/v1/shared-conversations')).body);
  expect(page.conversations).toMatchObject([{ id, title: null, sharedBy: { id: 'alice' } }]);
  for (const format of ['md', 'json']) {
    const exported = await carine.get(`/v1/shared-conversations/${id}/export?format=${format}`);
    expect(exported.status).toBe(200);
    expect(JSON.stringify(exported.body)).not.toMatch(/\b917\b|brindezingue/);
    if (format === 'json') exportedShared.parse(exported.body);
  }
  expect(codeOf(await carine.post(`/v1/shared-conversations/${id}/copies`, {}))).toEqual([409, 'CONFLICT']);

  // A document that bruno loses is masked at his next opening, in what is shared as in his copy of it.
  const made = await bruno.post(`/v1/shared-conversations/${id}/copies`, {});
  expect(made.status).toBe(201);
  const copy = conversation.parse(made.body);
  expect(copy.messages[1]?.text).toContain('917');
  const further = await bruno.post('/v1/ask', {
    question: 'Et le jour ?',
    conversationId: copy.id,
    stream: false,
  });
  expect(further.status).toBe(200);
  await world.apply(pontval(['user:alice']));
  for (const path of [`/v1/shared-conversations/${id}`, `/v1/conversations/${copy.id}`])
    expect(JSON.stringify((await bruno.get(path)).body)).not.toMatch(/\b917\b|brindezingue/);
  await world.apply(pontval(['user:alice', 'user:bruno']));

  expect((await alice.delete(`/v1/conversations/${id}/shares/group:voirie`)).status).toBe(204);
  expect(codeOf(await bruno.get(`/v1/shared-conversations/${id}`))).toEqual([404, 'NOT_FOUND']);
  expect(
    conversation.parse((await bruno.get(`/v1/conversations/${copy.id}`)).body).messages[1]?.text,
  ).toContain('917');
});

test('administrators forbid sharing, and it ends; no name of a person is in the audit', async () => {
  expect((await share('user:bruno')).status).toBe(200);
  expect((await adele.get('/v1/admin/sharing')).body).toEqual({ allowed: true });
  expect((await adele.put('/v1/admin/sharing', { allowed: false })).body).toEqual({ allowed: false });
  expect((await adele.put('/v1/admin/sharing', { allowed: 'no' })).status).toBe(400);
  expect(codeOf(await bruno.get(`/v1/shared-conversations/${id}`))).toEqual([404, 'NOT_FOUND']);
  expect(sharedPage.parse((await bruno.get('/v1/shared-conversations')).body).conversations).toEqual([]);
  expect(codeOf(await share('user:bruno'))).toEqual([403, 'SHARING_FORBIDDEN']);
  // Its owner sees what they had shared, and may take it back.
  expect(shares.parse((await alice.get(`/v1/conversations/${id}/shares`)).body).shares).toHaveLength(2);
  expect(await world.cliJson('sharing', 'show', '--org', 'pontval')).toEqual({
    organisation: 'pontval',
    allowed: false,
  });
  expect(await world.cliJson('sharing', 'allow', '--org', 'pontval')).toMatchObject({ allowed: true });
  expect((await bruno.get(`/v1/shared-conversations/${id}`)).status).toBe(200);
  const { records } = auditPage.parse((await adele.get('/v1/admin/audit?limit=200')).body);
  const actions = new Set(records.map(({ action }) => action));
  for (const action of [
    'conversation-shared',
    'conversation-unshared',
    'conversation-copied',
    'sharing-changed',
  ])
    expect([action, actions.has(action)]).toEqual([action, true]);
  expect(z.string().parse(JSON.stringify(records))).not.toMatch(/bruno|carine|prime/);
});
