import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { aDocument, anEvent, deliver, openSmallWorkplace } from '../support/small-workplace.ts';
import { problem, searchReply } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const reason = z.strictObject({ code: z.string(), text: z.string() });
const listed = z.strictObject({
  organisation: z.string().optional(),
  documents: z.array(
    z.strictObject({
      id: z.string(),
      space: z.string(),
      version: z.int(),
      reason,
      failedAt: z.string(),
      title: z.string().nullable(),
      path: z.string().nullable(),
    }),
  ),
  counts: z.array(z.strictObject({ state: z.enum(['failed', 'skipped']), reason, documents: z.int() })),
  nextCursor: z.string().nullish(),
  kept: z.array(z.unknown()).optional(),
});

let world: World;
let alice: ApiClient;
let victor: ApiClient;

/** Bytes that begin as an office file and are none. */
const damaged = new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(200).fill(7)]);

beforeAll(async () => {
  world = await openWorld({ WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' });
  await world.apply({
    organisation: 'pontval',
    users: ['alice', 'bruno'],
    admins: ['alice'],
    spaces: {
      mairie: { title: 'Vie municipale', members: ['org:pontval'] },
      cabinet: { title: 'Cabinet', members: ['user:bruno'] },
    },
  });
  await world.apply({ organisation: 'ormeval', users: [], spaces: {} });
  await world.apply({ organisation: 'valmarin', users: ['victor'], admins: ['victor'], spaces: {} });
  await world.write('mairie/budget.docx', damaged);
  await world.write('mairie/fete.docx', damaged);
  await world.write('mairie/vide.md', '');
  await world.write('mairie/marche.md', '# Marché\n\nLe marché se tient le jeudi matin.\n');
  await world.write('cabinet/secret.docx', damaged);
  for (const space of ['mairie', 'cabinet'])
    await world.cliJson('ingest', world.file(space), '--org', 'pontval', '--space', space, '--wait', 'words');
  [alice, victor] = await Promise.all([world.as('alice', 'pontval'), world.as('victor', 'valmarin')]);
});
afterAll(() => world?.close());

const list = async (query = '', by = alice) => {
  const reply = await by.get(`/v1/admin/failed-documents${query}`);
  expect(reply.status).toBe(200);
  return listed.parse(reply.body);
};
const retry = (body: object, by = alice) => by.post('/v1/admin/failed-documents/retries', body);
/** Once all that was retried has failed again. */
const settled = async () => {
  await eventually(async () => (await list()).documents.length === 3);
  return (await list()).documents;
};

test('R81: what failed is listed with its reason, latest first, and named to those alone who may read it', async () => {
  const { documents, counts } = await list();
  expect(documents.map(({ space, path }) => `${space} ${path}`).sort()).toEqual([
    'cabinet null',
    'mairie budget.docx',
    'mairie fete.docx',
  ]);
  expect(documents.map(({ failedAt }) => failedAt)).toEqual(
    documents.map(({ failedAt }) => failedAt).sort((a, b) => b.localeCompare(a)),
  );
  expect(documents.map((one) => one.reason.code)).toEqual(['damaged', 'damaged', 'damaged']);
  expect(JSON.stringify({ documents, counts })).not.toContain('secret');
  expect(counts.map(({ state, documents: number, ...of }) => [state, of.reason.code, number])).toEqual([
    ['failed', 'damaged', 3],
    ['skipped', 'empty', 1],
  ]);
  expect((await list('', victor)).documents).toEqual([]);
});

test('pages and filters give each of them once', async () => {
  const first = await list('?limit=2');
  const second = await list(`?limit=2&cursor=${first.nextCursor}`);
  expect([...first.documents, ...second.documents]).toEqual((await list()).documents);
  expect(second.nextCursor).toBeNull();
  const ofCabinet = await list('?space=cabinet&reason=damaged');
  expect(ofCabinet.documents).toHaveLength(1);
  expect(ofCabinet.counts.map((count) => count.documents)).toEqual([1]);
  expect((await list('?reason=empty')).documents).toEqual([]);
  expect((await alice.get('/v1/admin/failed-documents?reason=none-of-ours')).status).toBe(400);
});

test('R81: one is tried once more by its id, others by their reason, and each leaves an audit record', async () => {
  const before = await settled();
  const [one] = before;
  expect((await retry({ documents: [one?.id] })).body).toEqual({ retried: 1 });
  const after = await settled();
  expect(after[0]?.id).toBe(one?.id);
  expect(after[0]?.version).toBe((one?.version ?? 0) + 1);
  expect(after.slice(1)).toEqual(before.slice(1));

  expect((await retry({ reason: 'damaged', space: 'mairie' })).body).toEqual({ retried: 2 });
  await settled();
  const records = JSON.stringify((await alice.get('/v1/admin/audit?action=documents-retried')).body);
  expect(records.match(/documents-retried/g)).toHaveLength(2);
});

test('a document that can be had by now is fetched and found after its retry', async () => {
  const workplace = await openSmallWorkplace();
  const saved = await world.cliJson(
    ...['source', 'save', 'travail', '--org', 'ormeval', '--directory'],
    ...['--content-origin', workplace.origin],
  );
  const { secret } = z.looseObject({ secret: z.string() }).parse(saved);
  const file = workplace.file('fete.md', '# Fête\n\nLa fête du village a lieu le 14 juillet.\n');
  workplace.file('fete.md', 'Autre chose que ce qui est annoncé.');
  await deliver(world.server.address, { organisation: 'ormeval', id: 'travail', secret }, [
    anEvent('user.upserted', 'user/olga', { name: 'Olga', role: 'administrator' }),
    anEvent('space.created', 'space/42', { title: 'Vie locale' }),
    anEvent('space.members.snapshot', 'space/42', { members: ['user:olga'] }),
    aDocument('fete', file),
  ]);
  const olga = await world.as('olga', 'ormeval');
  await eventually(async () => (await list('?reason=content-mismatch', olga)).documents.length === 1);
  workplace.file('fete.md', '# Fête\n\nLa fête du village a lieu le 14 juillet.\n');
  expect((await retry({ reason: 'content-mismatch' }, olga)).body).toEqual({ retried: 1 });
  await eventually(async () => {
    const { body } = await olga.post('/v1/search', { query: 'fête du village' });
    return searchReply.parse(body).results.length === 1;
  });
  expect(await list('', olga)).toEqual({ documents: [], counts: [], nextCursor: null });
  await workplace.close();
});

test('R17, R19: what is not there, has not failed, or is another organisation’s, is not found and stays as it is', async () => {
  const before = await settled();
  const ids = before.map(({ id }) => id);
  const refused = [
    await retry({ documents: ids }, victor),
    await retry({ documents: [randomUUID()] }),
    await retry({ documents: ["x'"] }),
  ];
  for (const reply of refused) expect(problem.parse(reply.body).code).toBe('NOT_FOUND');
  expect((await retry({ reason: 'damaged' }, victor)).body).toEqual({ retried: 0 });
  for (const body of [
    {},
    { documents: [] },
    { reason: 'none-of-ours' },
    { reason: 'damaged', organisation: 'x' },
  ])
    expect((await retry(body)).status).toBe(400);
  expect((await list()).documents).toEqual(before);
});

test('the operator lists and retries at the command line, with no name but those an administrator may read', async () => {
  const bare = listed.parse(await world.cliJson('failed', 'list', '--org', 'pontval'));
  expect(bare.documents.map(({ title }) => title)).toEqual([null, null, null]);
  const named = await world.cliJson(
    'failed',
    'list',
    '--org',
    'pontval',
    '--as',
    'alice',
    '--space',
    'mairie',
  );
  expect(
    listed
      .parse(named)
      .documents.map(({ path }) => path)
      .sort(),
  ).toEqual(['budget.docx', 'fete.docx']);
  // To people: which file, or how to see it.
  const withoutNames = await world.cli('failed', 'list', '--org', 'pontval');
  expect(withoutNames.stdout).not.toContain('.docx');
  expect(withoutNames.stderr).toContain('--as');
  const withNames = await world.cli('failed', 'list', '--org', 'pontval', '--as', 'alice');
  expect(withNames.stdout).toMatch(/\tmairie\tdamaged\tbudget\.docx\n/);
  expect([withNames.stdout.includes('secret'), withNames.stderr]).toEqual([false, '']);
  expect((await world.cli('failed', 'retry', '--org', 'pontval')).exitCode).toBe(64);
  expect((await world.cli('failed', 'retry', 'x', '--org', 'pontval')).exitCode).toBe(1);
  const retried = await world.cliJson('failed', 'retry', '--all', '--org', 'pontval');
  expect(retried).toEqual({ organisation: 'pontval', retried: 3 });
  await settled();
});
