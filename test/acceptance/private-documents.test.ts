import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type ApiClient, eventually, type Reply, readEvents } from '../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { scanFiles, scanStores } from '../support/scan-stores.ts';
import { printPdf } from '../support/scans.ts';
import { startSourcier } from '../support/sourcier-process.ts';
import { readConnection } from '../support/test-stores.ts';
import { askReply, auditPage, problem, result } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const pontval: Organisation = {
  organisation: 'pontval',
  users: ['alice', 'bruno', 'chloe', 'diane'],
  admins: ['alice'],
  spaces: { mairie: { title: 'Vie municipale', members: ['org:pontval'] } },
};

/** Stand in the name of the file, its text, the question and what a model writes. */
const words = ['quillebeuf', 'xanthippe', 'palissandre', 'vertugadin'];
const [inName = '', inText = '', inQuestion = '', inAnswer = ''] = words;
const question = `Combien vaut la prime de nuit ${inQuestion} ?`;

const privateDocument = z.strictObject({
  id: z.uuid(),
  title: z.string(),
  name: z.string(),
  language: z.enum(['fr', 'en']),
  mediaType: z.string(),
  pages: z.int().nullable(),
  passages: z.int().positive(),
  warnings: z.array(z.object({ code: z.string(), count: z.int(), text: z.string() })),
  sensitivity: z.string(),
  expiresAt: z.iso.datetime(),
  kept: z.string(),
});
/** It stands in no space. */
const foundThere = result.extend({ document: result.shape.document.extend({ space: z.literal('') }) });
const answerShape = askReply
  .omit({ conversationId: true, messageId: true, masked: true })
  .extend({ sources: z.array(foundThere.extend({ n: z.int() })) });

let model: ProviderServer;
let world: World;
let temporary: string;
let database: Database;
let alice: ApiClient;
let bruno: ApiClient;
let environment: Record<string, string>;

beforeAll(async () => {
  model = await startProviderServer('generic');
  temporary = await mkdtemp(join(tmpdir(), 'sourcier-private-'));
  environment = {
    LOG_LEVEL: 'trace',
    TMPDIR: temporary,
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'petit',
  };
  world = await openWorld(environment);
  await world.apply(pontval);
  [alice, bruno] = await Promise.all([world.as('alice', 'pontval'), world.as('bruno', 'pontval')]);
  database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
});
afterAll(async () => {
  await database?.destroy();
  await world?.close();
  await model?.close();
  await rm(temporary, { recursive: true, force: true });
});

/** A PDF whose second page has the answer. */
async function aPdf(): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await printPdf((page) => {
    for (let day = 1; day < 18; day += 1)
      page.text(
        `Le ${day} du mois, le service assure une permanence au dépôt et tient le registre des appels.`,
      );
    page.addPage().text(`La prime de nuit ${inText} vaut 917 euros par mois pour les agents de la voirie.`);
  });
  return new Uint8Array(pdf);
}

const send = (client: ApiClient, name: string, bytes: Uint8Array<ArrayBuffer> | string, fields = {}) =>
  client.upload(fields, name, bytes, {}, '/v1/private-documents');
async function open(client: ApiClient, fields = {}): Promise<z.infer<typeof privateDocument>> {
  const reply = await send(client, `note-${inName}.pdf`, await aPdf(), fields);
  expect(reply.status).toBe(201);
  return privateDocument.parse(reply.body);
}
const ask = async (client: ApiClient, id: string, more: object = {}) =>
  answerShape.parse(
    (await client.post(`/v1/private-documents/${id}/ask`, { question, stream: false, ...more })).body,
  );
const codeOf = ({ status, body }: Reply) => [status, problem.parse(body).code];
/** Everywhere that something could be left: rows, files of the data folder (the database's own and its log of writes too), temporary files, what was printed, numbers. */
async function traces(): Promise<string[]> {
  const { body } = await world.anonymous().get('/metrics');
  const printed = { output: world.server.output(), metrics: String(body) };
  return [
    ...(await scanStores({ dataFolder: world.dataFolder, database }, words)),
    ...(await scanFiles(join(world.dataFolder, 'postgres'), words)),
    ...(await scanFiles(temporary, words)),
    ...Object.entries(printed).flatMap(([what, text]) =>
      words.some((word) => text.toLowerCase().includes(word)) ? [what] : [],
    ),
  ];
}

test('R13: a private document is answered from with its pages, and leaves no trace: open, closed, or after a crash', async () => {
  const opened = await open(bruno);
  expect(opened).toMatchObject({ pages: 2, sensitivity: 'SREN31', name: `note-${inName}.pdf` });
  expect(opened.kept).toContain('mémoire');
  const answer = await ask(bruno, opened.id);
  expect(answer).toMatchObject({ outcome: 'quoted', reason: 'no-model', usage: { provider: null } });
  expect(answer.answer.text).toContain('917');
  const [cited = 0] = answer.answer.sentences[0]?.citations ?? [];
  expect(answer.answer.sentences[0]?.support).toBe('supported');
  expect(answer.sources.find(({ n }) => n === cited)?.passage.place).toMatchObject({ kind: 'page', to: 2 });
  const found = z
    .strictObject({ results: z.array(foundThere) })
    .parse((await bruno.post(`/v1/private-documents/${opened.id}/search`, { query: inText })).body);
  expect(found.results[0]?.passage.text).toContain('917');
  const streamed = await readEvents(
    world.server.address,
    bruno.token ?? '',
    { question: 'Et pour la voirie ?', history: [{ question }] },
    undefined,
    `/v1/private-documents/${opened.id}/ask`,
  );
  expect(streamed.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['meta', 'sources', 'text-delta', 'citation', 'usage', 'done']),
  );
  expect(JSON.stringify(streamed[0]?.data)).not.toMatch(/conversationId|messageId/);

  expect(await traces()).toEqual([]);
  const { body } = await alice.get('/v1/admin/audit?limit=10');
  const { records } = auditPage.parse(body);
  expect(records.map(({ action }) => action)).toEqual(['private-document-answer', 'private-document-answer']);
  expect(records[1]?.details).toEqual({
    outcome: 'quoted',
    reason: 'no-model',
    complete: true,
    provider: null,
    model: null,
    promptTokens: null,
    completionTokens: null,
    policyVersion: 0,
    region: null,
  });
  expect(JSON.stringify(records)).not.toContain(opened.id);
  expect((await bruno.get('/v1/conversations')).body).toMatchObject({ conversations: [] });

  expect((await bruno.delete(`/v1/private-documents/${opened.id}`)).status).toBe(204);
  expect(codeOf(await bruno.get(`/v1/private-documents/${opened.id}`))).toEqual([404, 'NOT_FOUND']);
  expect(await traces()).toEqual([]);
  // Nobody was asked: the organisation has not said that anybody may be.
  expect(model.requests).toEqual([]);

  const again = await open(bruno);
  await ask(bruno, again.id);
  const printed = world.server.output();
  await database.destroy();
  await world.server.kill();
  expect(await scanFiles(world.dataFolder, words)).toEqual([]);
  expect(await scanFiles(temporary, words)).toEqual([]);
  for (const word of words) expect(printed.toLowerCase()).not.toContain(word);
  world.server = await startSourcier(world.dataFolder, environment);
  [alice, bruno] = await Promise.all([world.as('alice', 'pontval'), world.as('bruno', 'pontval')]);
  database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
  expect(await traces()).toEqual([]);
  expect(codeOf(await bruno.get(`/v1/private-documents/${again.id}`))).toEqual([404, 'NOT_FOUND']);
}, 120_000);

test('R13, R67: a model is given it only where the organisation says so and trusts it that far, and still nothing is kept', async () => {
  model.reply = [`La prime de nuit ${inAnswer} vaut 917 euros [1]. `, 'Elle est versée en 1987 [1].'];
  await alice.put('/v1/admin/policy', { matrix: { 'on-premises': 'sensible' } });
  const closed = await open(bruno);
  expect((await ask(bruno, closed.id)).reason).toBe('no-model');
  await bruno.delete(`/v1/private-documents/${closed.id}`);
  await alice.put('/v1/admin/policy', { privateDocuments: true });

  // As sensitive as can be unless its person says otherwise.
  const strict = await open(bruno);
  expect(await ask(bruno, strict.id)).toMatchObject({ outcome: 'quoted', reason: 'too-sensitive' });
  expect(model.requests).toEqual([]);
  await bruno.delete(`/v1/private-documents/${strict.id}`);

  const opened = await open(bruno, { sensitivity: 'interne' });
  const answer = await ask(bruno, opened.id);
  expect(answer).toMatchObject({ outcome: 'answered', usage: { model: 'petit' } });
  expect(answer.answer.text).toContain(inAnswer);
  // Checked like any other: a year that stands nowhere is marked.
  expect(answer.answer.sentences.map(({ support }) => support)).toContain('unsupported');
  expect(model.requests).toHaveLength(1);
  expect(model.requests[0]?.raw).toContain(inText);
  expect(await traces()).toEqual([]);
  const { records } = auditPage.parse((await alice.get('/v1/admin/audit?limit=1')).body);
  expect(records[0]).toMatchObject({
    action: 'private-document-answer',
    details: { outcome: 'answered', model: 'petit', promptTokens: expect.any(Number), policyVersion: 2 },
  });
  await bruno.delete(`/v1/private-documents/${opened.id}`);
  await alice.put('/v1/admin/policy', { privateDocuments: false });
});

test('R13: closing it ends an answer that is being written', async () => {
  await alice.put('/v1/admin/policy', { privateDocuments: true });
  const opened = await open(bruno, { sensitivity: 'interne' });
  model.faults.push({ kind: 'stall', words: 1 });
  const seen = model.requests.length;
  const streaming = readEvents(
    world.server.address,
    bruno.token ?? '',
    { question },
    undefined,
    `/v1/private-documents/${opened.id}/ask`,
  );
  await model.seen(seen + 1);
  expect((await bruno.delete(`/v1/private-documents/${opened.id}`)).status).toBe(204);
  expect((await streaming).at(-1)).toMatchObject({ event: 'error', data: { code: 'NOT_FOUND' } });
  await alice.put('/v1/admin/policy', { privateDocuments: false });
});

test('R13, R95: it is one person’s alone, of a format that needs no disk, and few at a time', async () => {
  const [chloe, diane] = await Promise.all([world.as('chloe', 'pontval'), world.as('diane', 'pontval')]);
  const opened = await open(chloe);
  for (const request of [
    bruno.get(`/v1/private-documents/${opened.id}`),
    alice.post(`/v1/private-documents/${opened.id}/ask`, { question, stream: false }),
    bruno.delete(`/v1/private-documents/${opened.id}`),
  ])
    expect(codeOf(await request)).toEqual([404, 'NOT_FOUND']);
  await open(chloe);
  await open(chloe);
  const fourth = await send(chloe, 'trop.md', '# Trop');
  expect(codeOf(fourth)).toEqual([429, 'PRIVATE_DOCUMENTS_FULL']);
  expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(0);

  const legacy = new Uint8Array(Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  for (const [name, bytes] of [
    ['ancien.doc', new Uint8Array([...legacy, ...new Uint8Array(4_096)])],
    ['vide.txt', ''],
    [
      'image.png',
      new Uint8Array(
        Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
          'base64',
        ),
      ),
    ],
  ] as const) {
    const reply = await send(diane, name, bytes);
    expect([name, ...codeOf(reply)]).toEqual([name, 422, 'PRIVATE_DOCUMENT_UNREADABLE']);
    expect(problem.parse(reply.body).detail).toBeTruthy();
  }
  const large = await send(diane, 'gros.txt', new Uint8Array(25 * 1024 * 1024 + 1));
  expect(codeOf(large)).toEqual([413, 'FILE_TOO_LARGE']);
  expect(codeOf(await send(diane, 'a.md', '# A', { space: 'mairie' }))).toEqual([400, 'BAD_REQUEST']);
  // What was refused holds no room.
  for (let turn = 0; turn < 4; turn += 1)
    expect((await send(diane, 'a.md', '# A\n\nUn texte.')).status).toBe(turn < 3 ? 201 : 429);
});

test('R13: at the command line too; and the scan sees what an ordinary document leaves', async () => {
  const file = await world.write(`${inName}.md`, `# Note\n\nLa prime de nuit ${inText} vaut 917 euros.\n`);
  const asked = await world.cli(
    'ask',
    question,
    '--private',
    file,
    '--as',
    'bruno',
    '--org',
    'pontval',
    '--json',
  );
  expect(asked.exitCode).toBe(0);
  expect(answerShape.parse(JSON.parse(asked.stdout)).answer.text).toContain('917');
  expect(asked.stderr).not.toContain(inText);
  expect(await traces()).toEqual([]);
  const missing = await world.cli(
    'ask',
    question,
    '--private',
    `${file}x`,
    '--as',
    'bruno',
    '--org',
    'pontval',
  );
  expect(missing.exitCode).toBe(64);

  const kept = await bruno.upload({ space: 'mairie' }, `${inName}.md`, `La prime ${inText} vaut 917 euros.`);
  expect(kept.status).toBe(202);
  const { id } = z.looseObject({ id: z.string() }).parse(kept.body);
  await eventually(async () => {
    const shown = await bruno.get(`/v1/documents/${id}`);
    return z.looseObject({ state: z.string() }).parse(shown.body).state === 'searchable-words';
  });
  const held = await traces();
  expect(held).toContain('public.chunk');
  expect(held.some((place) => place.startsWith('blobs/'))).toBe(true);
  expect(held.some((place) => place.includes('pg_wal'))).toBe(true);
});

test('R73: whom an administrator or the operator erases has nothing open any more', async () => {
  const open = async () => {
    const opened = await bruno.upload({}, 'a.md', '# Note\n\nUn texte.', {}, '/v1/private-documents');
    expect(opened.status).toBe(201);
    return `/v1/private-documents/${privateDocument.parse(opened.body).id}`;
  };
  const first = await open();
  expect((await bruno.get(first)).status).toBe(200);
  expect((await alice.delete('/v1/admin/people/bruno/data')).status).toBe(200);
  expect((await bruno.get(first)).status).toBe(404);
  const second = await open();
  await world.cliJson('person', 'erase', 'bruno', '--org', 'pontval');
  await eventually(async () => (await bruno.get(second)).status === 404, { withinMs: 30_000 });
});
