import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { scanStores } from '../support/scan-stores.ts';
import { readConnection } from '../support/test-stores.ts';
import { askReply, auditPage, document as documentShape, problem, receipt, searchReply } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const pontval: Organisation = {
  organisation: 'pontval',
  users: ['alice', 'bruno'],
  admins: ['alice'],
  spaces: {
    rh: { title: 'Ressources humaines', members: ['user:bruno'] },
    mairie: { title: 'Vie municipale', members: ['org:pontval'] },
  },
};
/** Stand in the document, its names, and what was drawn from it. */
const canaries = ['quillebeuf', 'zorglub'];
const mail = [
  'From: secretariat@pontval.example',
  'Subject: Plan Quillebeuf',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="cut"',
  '',
  '--cut',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Le programme quillebeuf bonifié (PQB) verse une prime de 917 euros aux agents de nuit.',
  '--cut',
  'Content-Type: text/plain; charset=utf-8; name="zorglub.txt"',
  'Content-Disposition: attachment; filename="zorglub.txt"',
  '',
  'Le barème Zorglub fixe le montant de la prime.',
  '--cut--',
  '',
].join('\r\n');

let world: World;
let database: Database;
let alice: ApiClient;
let bruno: ApiClient;

beforeAll(async () => {
  world = await openWorld({ LOG_LEVEL: 'debug' });
  await world.apply(pontval);
  [alice, bruno] = await Promise.all([world.as('alice', 'pontval'), world.as('bruno', 'pontval')]);
  database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
});
afterAll(async () => {
  await database?.destroy();
  await world?.close();
});

const scan = () => scanStores({ dataFolder: world.dataFolder, database }, canaries);
const ask = async (question: string, more: object = {}) =>
  askReply.parse((await bruno.post('/v1/ask', { question, stream: false, ...more })).body);
const upload = async (name: string, text: string, key?: string) => {
  const reply = await bruno.upload({ space: 'rh' }, name, text, key ? { 'idempotency-key': key } : {});
  expect(reply.status).toBe(202);
  const { id } = documentShape.parse(reply.body);
  await eventually(
    async () =>
      documentShape.parse((await bruno.get(`/v1/documents/${id}`)).body).state === 'searchable-words',
  );
  return id;
};
const blobs = async () =>
  (await readdir(join(world.dataFolder, 'blobs'), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  ).length;

test('R70: an erased document leaves no trace in any store, and a receipt that the audit keeps', async () => {
  const other = await upload('autre.md', '# Autre\n\nLe marché se tient le jeudi.\n');
  const before = await blobs();
  const id = await upload('quillebeuf.eml', mail, 'cle-1');
  await eventually(async () => (await blobs()) === before + 2);
  const answer = await ask('Combien vaut la prime des agents de nuit ?');
  expect(answer.answer.text).toContain('917');
  await ask('Et le montant ?', { conversationId: answer.conversationId });
  await bruno.post('/v1/feedback', {
    messageId: answer.messageId,
    useful: false,
    comment: 'Zorglub dit autre chose.',
  });
  const task = await bruno.post('/v1/tasks', { task: 'summarise', documents: [id], stream: false });
  expect(task.status).toBe(200);
  // The scan sees what it is to miss afterwards.
  const held = await scan();
  expect(held).toEqual(
    expect.arrayContaining([
      'public.alias_mention',
      'public.chunk',
      'public.document',
      'public.document_version',
      'public.feedback_comment',
      'public.message',
      'public.message_source',
      'public.section',
    ]),
  );
  expect(held.filter((place) => place.startsWith('blobs/'))).toHaveLength(2);
  expect(held.some((place) => place.startsWith('index/'))).toBe(true);

  const erased = await alice.delete(`/v1/admin/documents/${id}`);
  expect(erased.status).toBe(200);
  const proof = receipt.parse(erased.body);
  expect(proof.stores).toMatchObject({
    database: { documents: 2, versions: 2, aliases: 1, comments: 1, uploads: 1 },
    index: { documents: 2, logEmptied: 1 },
    blobs: { removed: 2, shared: 0 },
  });
  expect(await scan()).toEqual([]);
  for (const word of [...canaries, '917 euros'])
    expect(world.server.output().toLowerCase()).not.toContain(word);

  // Gone for everybody, at once; the rest stays.
  expect((await bruno.get(`/v1/documents/${id}`)).status).toBe(404);
  const found = searchReply.parse((await bruno.post('/v1/search', { query: 'prime marché' })).body);
  expect(found.results.map(({ document }) => document.id)).toEqual([other]);
  const shown = JSON.stringify((await bruno.get(`/v1/conversations/${answer.conversationId}`)).body);
  expect(shown).toContain('Combien vaut la prime');
  // An id or a moment may hold these digits.
  const idsAndMoments = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z/g;
  expect(shown.replaceAll(idsAndMoments, '')).not.toContain('917');

  // Two records tell of it, with ids and numbers, and the chain holds.
  const { records } = auditPage.parse((await alice.get('/v1/admin/audit?limit=2')).body);
  expect(records.map(({ action }) => action)).toEqual(['document-erasure-completed', 'document-erased']);
  expect(records[0]?.details).toEqual(proof);
  expect(records[1]?.details).toMatchObject({ erasureId: proof.erasureId });
  expect(JSON.stringify(records).toLowerCase()).not.toMatch(/quillebeuf|zorglub/);
  expect((await world.cli('audit', 'verify', '--org', 'pontval')).exitCode).toBe(0);

  // Said again, it is gone already; the key of the upload makes no second one of it.
  expect(receipt.parse((await alice.delete(`/v1/admin/documents/${id}`)).body).stores).toMatchObject({
    database: { documents: 0 },
    blobs: { removed: 0 },
  });
  const again = await bruno.upload({ space: 'rh' }, 'quillebeuf.eml', mail, { 'idempotency-key': 'cle-1' });
  expect([again.status, problem.parse(again.body).code]).toEqual([404, 'NOT_FOUND']);
});

test('R70: the operator erases by path, and the folder does not bring the file back, nor its bytes', async () => {
  await world.write('mairie/zorglub.md', '# Note\n\nLe rapport Zorglub est clos.\n');
  const folder = ['ingest', world.file('mairie'), '--org', 'pontval', '--space', 'mairie', '--wait', 'words'];
  await world.cliJson(...folder);
  const told = await world.cliJson('erase', 'document', '--path', 'zorglub.md', '--space', 'mairie');
  expect(z.looseObject({ stores: z.unknown() }).parse(told).stores).toMatchObject({
    database: { documents: 1 },
    blobs: { removed: 1 },
  });
  expect(await scan()).toEqual([]);
  expect(await world.cliJson(...folder)).toMatchObject({
    queued: 0,
    unread: [{ path: 'zorglub.md', reason: 'erased' }],
  });
  expect(await scan()).toEqual([]);
  expect((await world.cli('erase', 'document', '--path', 'zorglub.md')).exitCode).toBe(1);
  expect((await world.cli('erase', 'document')).exitCode).toBe(64);
});

test('R70: only administrators erase, only what is there, and not an attachment out of its file', async () => {
  const id = await upload(
    'mel.eml',
    mail.replaceAll('Quillebeuf', 'Dubois').replaceAll(/zorglub/gi, 'bareme'),
  );
  const [attached] = await database
    .selectFrom('document')
    .select('id')
    .where('org', '=', 'pontval')
    .where('parent_id', '=', id)
    .execute();
  expect((await bruno.delete(`/v1/admin/documents/${id}`)).status).toBe(404);
  expect((await alice.delete(`/v1/admin/documents/${crypto.randomUUID()}`)).status).toBe(404);
  expect((await alice.delete('/v1/admin/documents/nothing')).status).toBe(404);
  const refused = await alice.delete(`/v1/admin/documents/${attached?.id}`);
  expect([refused.status, problem.parse(refused.body).code]).toEqual([409, 'CONFLICT']);
});
