import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { tenantTables } from '../../src/adapters/postgres/schema.ts';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { scanStores } from '../support/scan-stores.ts';
import { readConnection } from '../support/test-stores.ts';
import { askReply, cliError, document as documentShape, searchReply } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const organisation = (id: string): Organisation => ({
  organisation: id,
  users: ['alice', 'bruno'],
  admins: ['alice'],
  spaces: { rh: { title: `Ressources de ${id}`, members: [`org:${id}`] } },
});
/** Stands in texts, names, questions, settings and keys of the one that leaves. */
const canaries = ['quillebeuf', 'zorglub'];

let world: World;
let database: Database;

beforeAll(async () => {
  world = await openWorld({ LOG_LEVEL: 'debug' });
  await world.apply({
    ...organisation('quillebeuf'),
    spaces: { rh: { title: 'Espace Zorglub', members: ['org:quillebeuf'] } },
  });
  await world.apply(organisation('voisine'));
  database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
});
afterAll(async () => {
  await database?.destroy();
  await world?.close();
});

/** All that people and administrators of an organisation leave behind. */
async function fill(org: string, word: string) {
  const [admin, person] = await Promise.all([world.as('alice', org), world.as('bruno', org)]);
  await world.write(`${org}/note.md`, `# Note ${word}\n\nLe projet ${word} vaut 917 euros.\n`);
  await world.cliJson('ingest', world.file(org), '--org', org, '--space', 'rh', '--wait', 'words');
  const { id } = documentShape.parse(
    (await person.upload({ space: 'rh' }, `${word}.txt`, `Le budget ${word} est voté.`)).body,
  );
  await eventually(
    async () =>
      documentShape.parse((await person.get(`/v1/documents/${id}`)).body).state === 'searchable-words',
  );
  const question = `Combien vaut le projet ${word} ?`;
  const { messageId } = askReply.parse((await person.post('/v1/ask', { question, stream: false })).body);
  await person.post('/v1/feedback', { messageId, useful: false, reasons: ['should-not-see'], comment: word });
  await admin.post('/v1/admin/aliases', { acronym: 'QZ', expansion: `projet ${word}` });
  await admin.put('/v1/admin/budgets', {
    subject: { kind: 'user', id: '*' },
    unit: 'requests',
    period: 'day',
    hard: 9,
  });
  await admin.put('/v1/admin/retention', { conversationDays: 100 });
  await admin.put('/v1/admin/policy', { withholdUnsupported: true });
  await admin.put(`/v1/admin/providers/${word}`, {
    name: word,
    dialect: 'generic',
    baseUrl: `https://${word}.example/v1`,
    models: { chat: word },
    trust: 'eu',
    apiKey: `cle-${word}`,
  });
  return { admin, person };
}

const exportReport = z.strictObject({
  organisation: z.literal('quillebeuf'),
  blobs: z.int(),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string(), records: z.int() })),
});
const receipt = z.strictObject({
  organisation: z.string(),
  begunAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  auditHead: z.strictObject({ sequence: z.int(), hash: z.string() }).nullable(),
  stores: z.strictObject({
    database: z.record(z.string(), z.int()),
    index: z.strictObject({ documents: z.int() }),
    blobs: z.strictObject({ files: z.int() }),
    queue: z.strictObject({ jobs: z.int() }),
  }),
});

test('R34, R76: nothing of an organisation that leaves is in any store, and its neighbour loses nothing', async () => {
  const leaver = await fill('quillebeuf', 'zorglub');
  const neighbour = await fill('voisine', 'ordinaire');
  const scan = () => scanStores({ dataFolder: world.dataFolder, database }, canaries);
  const before = await scan();
  for (const place of ['public.chunk', 'public.message', 'public.audit', 'public.provider', 'public.space'])
    expect(before).toContain(place);
  expect(before.filter((place) => place.startsWith('blobs/'))).toHaveLength(2);
  expect(before.some((place) => place.startsWith('index/'))).toBe(true);
  const rowsOf = async (org: string) => {
    const counts: Record<string, number> = {};
    for (const table of tenantTables) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(table)} where org = ${org}`.execute(database);
      if (rows[0]?.count) counts[table] = rows[0].count;
    }
    return counts;
  };
  const { document_count: _folded, ...kept } = await rowsOf('voisine');

  // R76: it takes with it what is its own, in open formats, and no secret.
  const out = world.file('export');
  const exported = exportReport.parse(
    await world.cliJson('org', 'export', 'quillebeuf', '--out', out, '--files'),
  );
  const counts = Object.fromEntries(exported.files.map(({ path, records }) => [path, records]));
  const { audit, ...rows } = await rowsOf('quillebeuf');
  for (const [table, count] of Object.entries(rows))
    if (counts[`tables/${table}.jsonl`] !== undefined)
      expect([table, counts[`tables/${table}.jsonl`]]).toEqual([table, count]);
  expect(counts).toMatchObject({
    'tables/document.jsonl': 2,
    'tables/conversation.jsonl': 1,
    'tables/message.jsonl': 2,
    'tables/answer_policy.jsonl': 1,
    'tables/provider.jsonl': 1,
    'audit.jsonl': audit,
  });
  expect(exported.blobs).toBe(2);
  for (const { path, sha256 } of exported.files) {
    const bytes = await readFile(join(out, path));
    expect([path, createHash('sha256').update(bytes).digest('hex')]).toEqual([path, sha256]);
    expect(bytes.toString()).not.toMatch(/cle-zorglub|Ressources de voisine/);
  }
  expect(exported.files.map(({ path }) => path)).not.toContain('tables/provider_secret.jsonl');

  expect((await world.cli('org', 'remove', 'quillebeuf')).exitCode).toBe(64);
  const hold = z
    .looseObject({ id: z.string() })
    .parse(await world.cliJson('hold', 'add', 'person:bruno', '--reason', 'Litige', '--org', 'quillebeuf'));
  const refused = await world.cli('org', 'remove', 'quillebeuf', '--yes', '--json');
  expect(cliError.parse(JSON.parse(refused.stderr)).error.code).toBe('LEGAL_HOLD');
  await world.cliJson('hold', 'release', hold.id, '--org', 'quillebeuf');

  const proof = receipt.parse(await world.cliJson('org', 'remove', 'quillebeuf', '--yes'));
  expect(proof.stores).toMatchObject({
    database: {
      document: 2,
      conversation: 1,
      message: 2,
      provider_secret: 1,
      app_user: 2,
      audit: expect.any(Number),
    },
    index: { documents: 2 },
    blobs: { files: 2 },
  });
  expect(proof.auditHead?.sequence).toBe(proof.stores.database.audit);
  // Its id alone stays, with the receipt.
  expect(await scan()).toEqual(['public.organisation_removal']);
  expect(await rowsOf('quillebeuf')).toEqual({});

  const asks: readonly [ApiClient, string][] = [
    [leaver.admin, '/v1/admin/audit'],
    [leaver.person, '/v1/documents'],
  ];
  for (const [client, path] of asks) expect((await client.get(path)).status).toBe(401);
  const again = await world.cli('org', 'remove', 'quillebeuf', '--yes', '--json');
  expect(cliError.parse(JSON.parse(again.stderr)).error.code).toBe('ORGANISATION_UNKNOWN');

  const { document_count: _other, ...after } = await rowsOf('voisine');
  expect(after).toEqual(kept);
  const found = searchReply.parse(
    (await neighbour.person.post('/v1/search', { query: 'projet budget' })).body,
  );
  expect(found.results).toHaveLength(2);
  expect((await world.cli('audit', 'verify', '--org', 'voisine')).exitCode).toBe(0);
}, 240_000);

test('R34: an organisation of the same name begins anew, with nothing of the former one', async () => {
  await world.apply(organisation('quillebeuf'));
  const bruno = await world.as('bruno', 'quillebeuf');
  expect((await bruno.get('/v1/conversations')).body).toMatchObject({ conversations: [] });
  expect(searchReply.parse((await bruno.post('/v1/search', { query: 'projet' })).body).results).toEqual([]);
  await world.write('neuf/plan.md', 'Le plan neuf de la ville.\n');
  await world.cliJson(
    'ingest',
    world.file('neuf'),
    '--org',
    'quillebeuf',
    '--space',
    'rh',
    '--wait',
    'words',
  );
  expect(searchReply.parse((await bruno.post('/v1/search', { query: 'plan' })).body).results).toHaveLength(1);
});
