import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { scanStores } from '../support/scan-stores.ts';
import { readConnection } from '../support/test-stores.ts';
import {
  askReply,
  auditPage,
  cliError,
  document as documentShape,
  receipt,
  securityItems,
} from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const pontval: Organisation = {
  organisation: 'pontval',
  users: ['alice', 'bruno', 'carine'],
  admins: ['alice'],
  groups: { drh: ['bruno'] },
  spaces: {
    rh: { title: 'Ressources humaines', members: ['group:drh'] },
    mairie: { title: 'Vie municipale', members: ['org:pontval'] },
  },
};
/** Words that bruno alone wrote. */
const words = ['tartempion', 'vertugadin'];

let world: World;
let database: Database;
let alice: ApiClient;
let bruno: ApiClient;
let carine: ApiClient;
let answer: z.infer<typeof askReply>;

beforeAll(async () => {
  world = await openWorld();
  await world.apply(pontval);
  await world.apply({ organisation: 'autre', users: ['victor'], admins: ['victor'], spaces: {} });
  [alice, bruno, carine] = await Promise.all([
    world.as('alice', 'pontval'),
    world.as('bruno', 'pontval'),
    world.as('carine', 'pontval'),
  ]);
  database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
  const added = await bruno.upload(
    { space: 'rh' },
    'primes.md',
    '# Primes\n\nLa prime de nuit vaut 917 euros.\n',
  );
  const { id } = documentShape.parse(added.body);
  await eventually(
    async () =>
      documentShape.parse((await bruno.get(`/v1/documents/${id}`)).body).state === 'searchable-words',
  );
  const question = 'Combien vaut la prime de nuit, Tartempion ?';
  answer = askReply.parse((await bruno.post('/v1/ask', { question, stream: false })).body);
  expect(answer.answer.text).toContain('917');
  await bruno.post('/v1/feedback', {
    messageId: answer.messageId,
    useful: false,
    reasons: ['should-not-see'],
    comment: 'Vertugadin s’y oppose.',
  });
  await carine.post('/v1/ask', { question: 'Quand est le marché ?', stream: false });
});
afterAll(async () => {
  await database?.destroy();
  await world?.close();
});

const manifest = z.strictObject({
  format: z.literal('sourcier-person-export'),
  version: z.literal(1),
  organisation: z.string(),
  person: z.string(),
  exportedAt: z.iso.datetime(),
  withheld: z.strictObject({ answers: z.int(), questions: z.int(), comments: z.int(), titles: z.int() }),
  files: z.array(
    z.strictObject({
      path: z.string(),
      bytes: z.int(),
      sha256: z.string(),
      records: z.int().optional(),
    }),
  ),
});
const filesOf = async (client: ApiClient, path: string) => {
  const reply = await client.download(path);
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/zip']);
  return Object.fromEntries(
    Object.entries(unzipSync(reply.bytes)).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
};
const whole = (files: Readonly<Record<string, string>>) => Object.values(files).join('\n');
const countsOf = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    manifest
      .parse(JSON.parse(files['manifest.json'] ?? ''))
      .files.flatMap(({ path, records }) => (records === undefined ? [] : [[path, records]])),
  );

test('R73: a person exports what is kept of them, in open formats, with a manifest that holds', async () => {
  const files = await filesOf(bruno, '/v1/me/export');
  const { files: entries, withheld } = manifest.parse(JSON.parse(files['manifest.json'] ?? ''));
  expect(entries.map(({ path }) => path).toSorted()).toEqual(
    Object.keys(files)
      .filter((path) => path !== 'manifest.json')
      .toSorted(),
  );
  for (const { path, sha256, bytes } of entries) {
    const text = files[path] ?? '';
    expect([path, createHash('sha256').update(text).digest('hex'), Buffer.byteLength(text)]).toEqual([
      path,
      sha256,
      bytes,
    ]);
  }
  expect(countsOf(files)).toEqual({
    'conversations.jsonl': 1,
    'shares.jsonl': 0,
    'feedback.jsonl': 1,
    'security-items.jsonl': 1,
    'uploads.jsonl': 1,
    'spending.jsonl': 1,
    'budgets.jsonl': 0,
    'audit.jsonl': 4,
  });
  expect(withheld).toEqual({ answers: 0, questions: 0, comments: 0, titles: 0 });
  const read = files[`conversations/${answer.conversationId}.md`] ?? '';
  expect(read).toContain('Tartempion');
  expect(read).toContain('917');
  expect(JSON.parse(files['profile.json'] ?? '')).toMatchObject({
    id: 'bruno',
    memberOf: expect.arrayContaining(['group:drh']),
  });
  expect(files['uploads.jsonl']).toContain('primes.md');
  expect(files['feedback.jsonl']).toContain('Vertugadin');
  // Nothing of anybody else.
  expect(whole(files)).not.toContain('marché');
  expect(countsOf(await filesOf(carine, '/v1/me/export'))).toMatchObject({
    'conversations.jsonl': 1,
    'uploads.jsonl': 0,
  });
});

test('R73, R08: an administrator gets it without what documents say that they may not read themself', async () => {
  const files = await filesOf(alice, '/v1/admin/people/bruno/export');
  expect(manifest.parse(JSON.parse(files['manifest.json'] ?? '')).withheld).toEqual({
    answers: 1,
    questions: 0,
    comments: 1,
    // Of the conversation and of what was uploaded.
    titles: 2,
  });
  expect(whole(files)).toContain('Tartempion');
  expect(whole(files)).not.toMatch(/\b917\b|primes\.md|Primes|Vertugadin/);
  const { records } = auditPage.parse((await alice.get('/v1/admin/audit?action=person-exported')).body);
  expect(records).toHaveLength(3);
  for (const [client, id] of [
    [carine, 'bruno'],
    [alice, 'nobody'],
    [await world.as('victor', 'autre'), 'bruno'],
  ] as const) {
    expect((await client.get(`/v1/admin/people/${id}/export`)).status).toBe(404);
    expect((await client.delete(`/v1/admin/people/${id}/data`)).status).toBe(404);
  }
});

test('R73: the operator exports into a folder, with the files that the person added', async () => {
  const out = world.file('export-bruno');
  expect(
    await world.cliJson('person', 'export', 'bruno', '--org', 'pontval', '--out', out, '--files'),
  ).toMatchObject({ organisation: 'pontval', id: 'bruno', uploads: 1 });
  const [uploaded = ''] = await readdir(join(out, 'uploads'));
  expect(await readFile(join(out, 'uploads', uploaded), 'utf8')).toContain('917');
  expect(await readFile(join(out, 'conversations.jsonl'), 'utf8')).toContain('917');
  const again = await world.cli('person', 'export', 'bruno', '--org', 'pontval', '--out', out);
  expect(again.exitCode).toBe(64);
});

test('R73: erased, nothing of a person’s words is in any store, their records tell of nobody, and sums stay', async () => {
  const usage = async () => (await alice.get('/v1/admin/usage?by=provider')).body;
  const spent = await usage();
  const limit = { subject: { kind: 'user', id: 'bruno' }, unit: 'requests', period: 'month', hard: 1_000 };
  expect((await alice.request('PUT', '/v1/admin/budgets', limit)).status).toBe(200);
  const scan = () => scanStores({ dataFolder: world.dataFolder, database }, words);
  expect(await scan()).toEqual(['public.conversation', 'public.feedback_comment', 'public.message']);
  const erased = await alice.delete('/v1/admin/people/bruno/data');
  expect(erased.status).toBe(200);
  const proof = receipt.parse(erased.body);
  expect(proof.stores).toEqual({
    database: {
      conversations: 1,
      messages: 2,
      sources: expect.any(Number),
      feedback: 1,
      comments: 1,
      reports: 1,
      spending: 1,
      budgets: 1,
      purses: 0,
      uploadKeys: 0,
      copies: 0,
      shares: 0,
      measured: 0,
      pseudonyms: 1,
    },
  });
  expect(await scan()).toEqual([]);
  const { records } = auditPage.parse((await alice.get('/v1/admin/audit?action=person-erased')).body);
  expect(records).toMatchObject([{ details: { ...proof } }]);
  expect(JSON.stringify(records)).not.toContain('bruno');
  expect(await usage()).toEqual(spent);
  const items = securityItems.parse((await alice.get('/v1/admin/security-items')).body).items;
  expect(items).toMatchObject([{ user: null, messageId: answer.messageId }]);
  // They stay in the organisation, and documents are its own.
  const files = await filesOf(bruno, '/v1/me/export');
  expect(countsOf(files)).toEqual({
    'conversations.jsonl': 0,
    'shares.jsonl': 0,
    'feedback.jsonl': 0,
    'security-items.jsonl': 0,
    'uploads.jsonl': 1,
    'spending.jsonl': 0,
    'budgets.jsonl': 0,
    'audit.jsonl': 1,
  });
  expect((await carine.get('/v1/conversations')).body).toMatchObject({ conversations: [{}] });
  expect((await world.cli('audit', 'verify', '--org', 'pontval')).exitCode).toBe(0);
});

test('R23: a NUL where an administrator names something is a slip, and no fault of ours', async () => {
  const cursor = Buffer.from(JSON.stringify({ rank: '0', sortedBy: 'a\u0000', id: 'a' })).toString(
    'base64url',
  );
  const replies = [
    await alice.get(`/v1/admin/people?cursor=${cursor}`),
    await alice.delete('/v1/admin/providers/a%00b'),
    await alice.get('/v1/admin/question-sets/a%00b'),
    await alice.get('/v1/admin/people/a%00b/export'),
    await alice.put('/v1/admin/provider-choices', { provider: 'a\u0000b', space: null }),
  ];
  for (const { status } of replies) expect([400, 404]).toContain(status);
});

test('R73: the operator erases too, and is told of somebody who is not there', async () => {
  const told = await world.cliJson('person', 'erase', 'carine', '--org', 'pontval');
  expect(told).toMatchObject({ id: 'carine', stores: { database: { conversations: 1 } } });
  const { exitCode, stderr } = await world.cli('person', 'erase', 'nobody', '--org', 'pontval', '--json');
  expect([exitCode, cliError.parse(JSON.parse(stderr)).error.code]).toEqual([1, 'USER_UNKNOWN']);
});
