import { execFile } from 'node:child_process';
import { readdir, rename, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { scanStores } from '../support/scan-stores.ts';
import { startSourcier } from '../support/sourcier-process.ts';
import { readConnection } from '../support/test-stores.ts';
import { cliError, documentPage, document as documentShape, searchReply } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const run = promisify(execFile);
let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.apply({
    organisation: 'pontval',
    users: ['alice', 'bruno'],
    admins: ['alice'],
    spaces: { rh: { title: 'Ressources humaines', members: ['org:pontval'] } },
  });
});
afterAll(() => world?.close());

const upload = async (client: ApiClient, name: string, text: string) => {
  const { id } = documentShape.parse((await client.upload({ space: 'rh' }, name, text)).body);
  await eventually(
    async () =>
      documentShape.parse((await client.get(`/v1/documents/${id}`)).body).state === 'searchable-words',
  );
  return id;
};
const errorOf = (stderr: string) => cliError.parse(JSON.parse(stderr)).error;
const find = async (client: ApiClient, query: string) =>
  searchReply.parse((await client.post('/v1/search', { query })).body).results;

test('R56, R72: a backup made beside a server, restored elsewhere, answers as before, without what was erased since', async () => {
  const bruno = await world.as('bruno', 'pontval');
  const alice = await world.as('alice', 'pontval');
  const kept = await upload(bruno, 'marche.md', 'Le marché couvert ouvre le jeudi à neuf heures.');
  const erased = await upload(bruno, 'note.md', 'La note Quillebeuf vaut 917 euros.');
  const key = world.file('backup-key');
  const { recipient } = (await world.cliJson('backup', 'key', key)) as { recipient: string };
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  const folder = world.file('backups');
  await run('mkdir', [folder]);
  const made = (await world.cliJson('backup', folder, '--recipient', recipient)) as { file: string };
  expect(made).toMatchObject({ blobs: 2, blobsMissing: 0, keys: 2 });
  expect(await readdir(folder)).toEqual([made.file.slice(folder.length + 1)]);
  expect(made.file).toMatch(/sourcier-\d{8}T\d{6}Z\.tar\.zst\.age$/);
  expect((await stat(made.file)).mode & 0o777).toBe(0o600);

  expect(await world.cliJson('backup', 'verify', made.file, '--identity', key)).toMatchObject({
    blobs: 2,
    blobsDamaged: 0,
  });

  expect((await alice.delete(`/v1/admin/documents/${erased}`)).status).toBe(200);
  const erasures = world.file('erasures.jsonl');
  expect((await world.cli('erasures', 'export', '--out', erasures)).exitCode).toBe(0);
  await world.server.stop();

  const before = `${world.dataFolder}-before`;
  await rename(world.dataFolder, before);
  try {
    // What was erased must be told.
    const forgotten = await world.cli('restore', made.file, '--identity', key, '--json');
    expect([forgotten.exitCode, errorOf(forgotten.stderr).code]).toEqual([64, 'USAGE']);
    expect(
      await world.cliJson('restore', made.file, '--identity', key, '--erasures', erasures),
    ).toMatchObject({
      blobs: 2,
      replayed: { documents: 1, people: 0, organisations: 0, held: 0 },
      heldBack: 1,
    });
  } finally {
    await run('rm', ['-rf', before]);
  }
  expect((await world.cli('status')).stdout).toContain('index : à construire');
  // What was excluded or taken back since is not known: nothing is found or shared until the operator says so (R13, R09).
  const off = await world.cli('search', 'marché', '--as', 'bruno', '--json');
  expect(errorOf(off.stderr).code).toBe('ASSISTANT_OFF');
  expect(await world.cliJson('sharing', 'show', '--org', 'pontval')).toMatchObject({ allowed: false });
  await world.cliJson('org', 'resume-assistant', 'pontval');
  // That there is nothing would not be true.
  const early = await world.cli('ask', 'Quand ouvre le marché ?', '--as', 'bruno');
  expect(early.stderr).toContain('ne sont pas encore pris en compte');

  world.server = await startSourcier(world.dataFolder);
  // Tokens from before are good: the key that signed them came back.
  const after = await world.as('bruno', 'pontval');
  const [first] = await find(after, 'Quand ouvre le marché ?');
  expect(first?.document.id).toBe(kept);
  expect((await world.cli('status')).stdout).not.toContain('index : à construire');
  expect(await find(after, 'Quillebeuf')).toEqual([]);
  const listed = documentPage.parse((await after.get('/v1/documents')).body);
  expect(listed.documents.map(({ id }) => id)).toEqual([kept]);
  expect((await after.get(`/v1/documents/${kept}/content`)).status).toBe(200);
  expect((await world.cli('audit', 'verify', '--org', 'pontval')).exitCode).toBe(0);
  const database: Database = await openDatabase(await readConnection(world.dataFolder), {
    maxConnections: 2,
  });
  try {
    expect(await scanStores({ dataFolder: world.dataFolder, database }, ['quillebeuf'])).toEqual([]);
  } finally {
    await database.destroy();
  }
  // It goes on: numbers that the database gives out do not begin again.
  await upload(after, 'suite.md', 'La piscine ferme en août.');
}, 300_000);
