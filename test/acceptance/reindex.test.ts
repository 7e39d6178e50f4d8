import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';

let world: World;
const files = 40;

beforeAll(async () => {
  world = await openWorld();
  await world.apply({
    organisation: 'pontval',
    users: ['alice'],
    admins: ['alice'],
    spaces: { mairie: { title: 'Vie municipale', members: ['org:pontval'] } },
  });
  for (let number = 0; number < files; number += 1)
    await world.write(`mairie/note${number}.md`, `# Note ${number}\n\nLa cantine numero${number} ouvre.\n`);
  await ingest();
  const alice = await world.as('alice', 'pontval');
  expect(await alice.post('/v1/admin/index/rebuilds', {})).toMatchObject({ status: 202 });
  // Nearly all of it is left.
  await world.server.stop();
});
afterAll(() => world?.close());

const ingest = () =>
  world.cliJson('ingest', world.file('mairie'), '--org', 'pontval', '--space', 'mairie') as Promise<
    Record<string, unknown>
  >;
const timesAsked = async () => {
  const { stdout } = await world.cli('audit', 'export', '--org', 'pontval');
  return stdout.split('index-rebuild-asked').length - 1;
};
const findNote = async () => {
  const { results } = (await world.cliJson('search', 'numero7', '--as', 'alice')) as {
    results: { document: { id: string } }[];
  };
  return results[0]?.document.id ?? '';
};

const done = { organisation: 'pontval', documents: files, givenUp: 0, unread: [] };

test('what was asked for and interrupted goes on when it is said again, without a server', async () => {
  expect(await world.cliJson('reindex')).toEqual(done);
  expect(await timesAsked()).toBe(1);
});

test('reading anew waits until all of it is read', async () => {
  expect(await world.cliJson('reindex')).toEqual(done);
  expect(await timesAsked()).toBe(2);
  expect(await world.cliJson('status')).toMatchObject({
    organisations: [{ queue: { waiting: 0, active: 0 } }],
  });
  const { stdout } = await world.cli('reindex', '--document', await findNote());
  expect(stdout).toBe('1 document relu.\n');
});

test('lost bytes are told, what could be found still is, and ingesting the folder brings them back', async () => {
  const blobs = join(world.dataFolder, 'blobs');
  for (const name of await readdir(blobs)) await rm(join(blobs, name), { recursive: true });
  const { exitCode, stdout } = await world.cli('reindex', '--json');
  expect(exitCode).toBe(3);
  const report = JSON.parse(stdout) as { givenUp: number; unread: unknown[] };
  expect(report.givenUp).toBe(files);
  expect(report.unread[0]).toMatchObject({ reason: 'bytes-missing', isFindable: true });
  expect(await findNote()).not.toBe('');
  const told = (await world.cliJson('failed', 'list')) as { kept: unknown[] };
  expect(told.kept).toHaveLength(files);
  expect(await ingest()).toMatchObject({ queued: 0, unchanged: 0, restored: files });
  expect(await world.cliJson('reindex')).toMatchObject({ givenUp: 0 });
  expect(await world.cliJson('failed', 'list')).toMatchObject({ kept: [] });
  expect(await ingest()).toMatchObject({ unchanged: files, restored: 0 });
});
