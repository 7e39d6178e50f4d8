import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { readConnection } from '../support/test-stores.ts';
import { auditPage, conversationPage, document as documentShape, legalHold, problem } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const pontval: Organisation = {
  organisation: 'pontval',
  users: ['alice', 'bruno'],
  admins: ['alice'],
  spaces: { mairie: { title: 'Vie municipale', members: ['org:pontval'] } },
};

let world: World;
let database: Database;
let alice: ApiClient;
let bruno: ApiClient;

beforeAll(async () => {
  world = await openWorld();
  await world.apply(pontval);
  [alice, bruno] = await Promise.all([world.as('alice', 'pontval'), world.as('bruno', 'pontval')]);
  database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
});
afterAll(async () => {
  await database?.destroy();
  await world?.close();
});

const ask = (client: ApiClient) =>
  client.post('/v1/ask', { question: 'Quand est le marché ?', stream: false });
const count = async (client: ApiClient) =>
  conversationPage.parse((await client.get('/v1/conversations')).body).conversations.length;
const age = (days: number) =>
  sql`update conversation set updated_at = updated_at - ${days} * interval '1 day' where org = 'pontval'`.execute(
    database,
  );
const codeOf = (reply: { readonly status: number; readonly body: unknown }) => [
  reply.status,
  problem.parse(reply.body).code,
];

test('R74: an organisation sets for how long conversations are kept, and older ones go, but for those that are held', async () => {
  await Promise.all([ask(alice), ask(bruno)]);
  expect((await alice.get('/v1/admin/retention')).body).toEqual({ conversationDays: null });
  expect((await alice.put('/v1/admin/retention', { conversationDays: 30 })).body).toEqual({
    conversationDays: 30,
  });
  for (const wrong of [{}, { conversationDays: 0 }, { conversationDays: 1.5 }, { conversationDays: '30' }])
    expect((await alice.put('/v1/admin/retention', wrong)).status).toBe(400);
  const placed = await alice.post('/v1/admin/holds', {
    subject: { kind: 'person', id: 'bruno' },
    reason: 'Contentieux 2026-14',
  });
  expect(placed.status).toBe(201);
  const hold = legalHold.parse(placed.body);
  expect(hold).toMatchObject({ placedBy: 'alice', releasedAt: null, reason: 'Contentieux 2026-14' });

  await age(40);
  expect(await world.cliJson('retention', 'apply')).toMatchObject({ conversations: 1 });
  expect([await count(alice), await count(bruno)]).toEqual([0, 1]);
  expect(codeOf(await alice.delete('/v1/admin/people/bruno/data'))).toEqual([409, 'LEGAL_HOLD']);

  const released = legalHold.parse((await alice.delete(`/v1/admin/holds/${hold.id}`)).body);
  expect(released).toMatchObject({ id: hold.id, releasedBy: 'alice', releasedAt: expect.any(String) });
  expect(codeOf(await alice.delete(`/v1/admin/holds/${hold.id}`))).toEqual([404, 'NOT_FOUND']);
  expect(await world.cliJson('retention', 'apply')).toMatchObject({ conversations: 1 });
  expect(await count(bruno)).toBe(0);
  const { records } = auditPage.parse((await alice.get('/v1/admin/audit?limit=200')).body);
  expect(records.map(({ action }) => action).filter((action) => action !== 'answer')).toEqual([
    'conversations-purged',
    'hold-released',
    'conversations-purged',
    'hold-placed',
    'retention-changed',
  ]);
  expect(JSON.stringify(records)).not.toMatch(/bruno|Contentieux/);
});

test('R74: the operator sets retention and holds too; a held document is not erased, and its copy is theirs to read', async () => {
  expect(await world.cliJson('retention', 'set', '--conversations', 'none')).toMatchObject({
    conversationDays: null,
  });
  expect((await world.cli('retention', 'show')).stdout).toBe('none\n');
  expect((await world.cli('retention', 'set', '--conversations', '0')).exitCode).toBe(64);

  const added = documentShape.parse(
    (await bruno.upload({ space: 'mairie' }, 'contrat.md', 'Le contrat Vertugadin court jusqu’en mai.')).body,
  );
  await eventually(
    async () =>
      documentShape.parse((await bruno.get(`/v1/documents/${added.id}`)).body).state === 'searchable-words',
  );
  const hold = legalHold.parse(
    await world.cliJson('hold', 'add', `document:${added.id}`, '--reason', 'Litige'),
  );
  expect(codeOf(await alice.delete(`/v1/admin/documents/${added.id}`))).toEqual([409, 'LEGAL_HOLD']);
  // Who added it is told nothing of the hold.
  expect((await bruno.delete(`/v1/documents/${added.id}`)).status).toBe(204);
  expect((await bruno.get(`/v1/documents/${added.id}`)).status).toBe(404);
  const { stdout } = await world.cli('hold', 'contents');
  expect(JSON.parse(stdout)).toMatchObject({
    organisation: 'pontval',
    contentId: added.id,
    content: { title: 'Contrat', text: expect.stringContaining('Vertugadin') },
  });
  const list = z.strictObject({ holds: z.array(legalHold) });
  expect(list.parse(await world.cliJson('hold', 'list')).holds).toMatchObject([
    { id: hold.id, placedBy: null },
  ]);
  await world.cliJson('hold', 'release', hold.id);
  expect((await world.cli('hold', 'contents')).stdout).toBe('');
  expect(list.parse((await alice.get('/v1/admin/holds')).body).holds).toEqual([]);
  expect(list.parse((await alice.get('/v1/admin/holds?released=true')).body).holds).toHaveLength(2);
  expect((await world.cli('hold', 'add', 'nothing', '--reason', 'x')).exitCode).toBe(64);
  expect((await bruno.get('/v1/admin/holds')).status).toBe(404);
});
