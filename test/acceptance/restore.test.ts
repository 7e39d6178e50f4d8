import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { scanStores } from '../support/scan-stores.ts';
import { startSourcier } from '../support/sourcier-process.ts';
import { readConnection } from '../support/test-stores.ts';
import { cliError, conversationPage, documentPage, document as documentShape } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const run = promisify(execFile);
const organisation = (id: string): Organisation => ({
  organisation: id,
  users: ['alice', 'bruno', 'carine'],
  admins: ['alice'],
  spaces: { rh: { title: 'Ressources humaines', members: [`org:${id}`] } },
});
/** Of what is erased after the backup. */
const canaries = ['quillebeuf', 'zorglub', 'tartempion', 'partante'];

let world: World;
let backup: string;

beforeAll(async () => {
  world = await openWorld();
  backup = `${world.dataFolder}-backup`;
  await world.apply(organisation('pontval'));
  await world.apply(organisation('partante'));
});
afterAll(async () => {
  await world?.close();
  await rm(backup, { recursive: true, force: true });
});

const upload = async (client: ApiClient, name: string, text: string) => {
  const { id } = documentShape.parse((await client.upload({ space: 'rh' }, name, text)).body);
  await eventually(
    async () =>
      documentShape.parse((await client.get(`/v1/documents/${id}`)).body).state === 'searchable-words',
  );
  return id;
};
const people = async () => {
  const [alice, bruno, carine] = await Promise.all([
    world.as('alice', 'pontval'),
    world.as('bruno', 'pontval'),
    world.as('carine', 'pontval'),
  ]);
  return { alice, bruno, carine };
};
const start = async () => {
  world.server = await startSourcier(world.dataFolder);
};

test('R72: on a backup from before, erasures are done again before anybody is served, and what was erased stays gone', async () => {
  const before = await people();
  const erased = await upload(before.bruno, 'note.md', 'La note Quillebeuf vaut 917 euros.');
  const removed = await upload(before.bruno, 'plan.md', 'Le plan Zorglub est clos.');
  await upload(before.bruno, 'reste.md', 'Le marché se tient le jeudi.');
  await before.bruno.post('/v1/ask', { question: 'Que dit Tartempion ?', stream: false });
  await before.carine.post('/v1/ask', { question: 'Quand est le marché ?', stream: false });
  await upload(await world.as('bruno', 'partante'), 'autre.md', 'Un texte de la ville partante.');
  await world.server.stop();
  await run('cp', ['-a', world.dataFolder, backup]);

  await start();
  const after = await people();
  expect((await after.alice.delete(`/v1/admin/documents/${erased}`)).status).toBe(200);
  expect((await after.bruno.delete(`/v1/documents/${removed}`)).status).toBe(204);
  expect((await after.alice.delete('/v1/admin/people/bruno/data')).status).toBe(200);
  await world.cliJson('org', 'remove', 'partante', '--yes');
  const file = world.file('erasures.jsonl');
  expect((await world.cli('erasures', 'export', '--out', file)).exitCode).toBe(0);
  const kept = await readFile(file, 'utf8');
  expect(kept.trim().split('\n')).toHaveLength(4);
  expect((await world.cli('erasures', 'export')).stdout).toBe(kept);
  expect(kept).not.toMatch(/bruno|Quillebeuf|Zorglub|note\.md/);
  // Beside a server, nothing is replayed.
  const refused = await world.cli('erasures', 'replay', file, '--json');
  expect(cliError.parse(JSON.parse(refused.stderr)).error.code).toBe('CONFLICT');
  await world.server.stop();

  await rm(world.dataFolder, { recursive: true });
  await run('mv', [backup, world.dataFolder]);
  expect(await world.cliJson('erasures', 'replay', file)).toEqual({
    documents: 2,
    people: 1,
    organisations: 1,
    held: 0,
  });
  expect(await world.cliJson('erasures', 'replay', file)).toEqual({
    documents: 0,
    people: 0,
    organisations: 0,
    held: 0,
  });

  await start();
  const restored = await people();
  const database: Database = await openDatabase(await readConnection(world.dataFolder), {
    maxConnections: 2,
  });
  try {
    expect(await scanStores({ dataFolder: world.dataFolder, database }, canaries)).toEqual([
      'public.organisation_removal',
    ]);
  } finally {
    await database.destroy();
  }
  const listed = documentPage.parse((await restored.bruno.get('/v1/documents')).body);
  expect(listed.documents.map(({ path }) => path)).toEqual(['reste.md']);
  const conversations = async (client: ApiClient) =>
    conversationPage.parse((await client.get('/v1/conversations')).body).conversations.length;
  expect([await conversations(restored.bruno), await conversations(restored.carine)]).toEqual([0, 1]);
  expect((await world.cli('audit', 'verify', '--org', 'pontval')).exitCode).toBe(0);
  expect((await world.cli('token', '--as', 'bruno', '--org', 'partante')).exitCode).toBe(1);
}, 300_000);

test('R72: a file that is none is refused, with its line', async () => {
  await world.server.stop();
  const wrong = await world.write('wrong.jsonl', '\n{"kind":"document"}\n');
  const { exitCode, stderr } = await world.cli('erasures', 'replay', wrong, '--json');
  expect([exitCode, cliError.parse(JSON.parse(stderr)).error.code]).toEqual([1, 'FILE_UNREADABLE']);
  expect(stderr).toContain('line 2');
  expect((await world.cli('erasures', 'replay', world.file('absent'))).exitCode).toBe(1);
}, 120_000);
