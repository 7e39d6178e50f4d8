import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type ApiClient, readEvents } from '../support/api-client.ts';
import { readConnection } from '../support/test-stores.ts';
import { askReply, auditPage, auditRecord, auditReport, conversationPage, problem } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const organisation = (id: string): Organisation => ({
  organisation: id,
  users: ['alice', 'bruno'],
  admins: ['alice'],
  spaces: { rh: { title: 'Ressources humaines', members: [`org:${id}`] } },
});

const question = 'Combien de jours de congés ont les agents ?';

let world: World;
/** As who owns the database comes in. */
let database: Database;
let alice: ApiClient;
let bruno: ApiClient;
let elsewhere: ApiClient;

beforeAll(async () => {
  world = await openWorld();
  await world.apply(organisation('sorbier'));
  await world.apply(organisation('frenaie'));
  await world.write('rh/conges.md', '# Congés\n\nLes agents ont vingt-cinq jours de congés par an.\n');
  await world.cliJson('ingest', world.file('rh'), '--org', 'sorbier', '--space', 'rh', '--wait', 'words');
  [alice, bruno, elsewhere] = await Promise.all([
    world.as('alice', 'sorbier'),
    world.as('bruno', 'sorbier'),
    world.as('alice', 'frenaie'),
  ]);
  database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
});
afterAll(async () => {
  await database?.destroy();
  await world?.close();
});

const list = async (client: ApiClient, query = '') => {
  const reply = await client.get(`/v1/admin/audit${query}`);
  expect(reply.status).toBe(200);
  return auditPage.parse(reply.body);
};
const verify = async (client: ApiClient, body: object = {}) => {
  const reply = await client.post('/v1/admin/audit/verification', body);
  expect(reply.status).toBe(200);
  return auditReport.parse(reply.body);
};
const ask = async (client: ApiClient) => {
  const reply = await client.post('/v1/ask', { question, stream: false });
  expect(reply.status).toBe(200);
  return askReply.parse(reply.body);
};
const exported = async (...options: string[]) => {
  const { stdout, exitCode } = await world.cli('audit', 'export', '--org', 'sorbier', ...options);
  expect(exitCode).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => auditRecord.parse(JSON.parse(line)));
};

describe('what is recorded', () => {
  it('R63, R75: of each answer who, when, what was offered and under which rules, and not a word', async () => {
    const reply = await ask(bruno);
    const [record] = (await list(alice, '?limit=1')).records;
    const [source] = reply.sources;
    expect(record).toMatchObject({
      organisation: 'sorbier',
      actor: expect.any(String),
      action: 'answer',
      details: {
        messageId: reply.messageId,
        outcome: 'quoted',
        complete: true,
        provider: null,
        policyVersion: 0,
        permissionVersion: expect.stringMatching(/^[0-9a-f]{16}$/),
        offered: [{ documentId: source?.document.id, version: 1, chunkId: source?.passage.id, cited: true }],
        withheld: [],
      },
    });
    expect(JSON.stringify(record)).not.toMatch(/bruno|congés|conges|Combien|agents/);
  });

  it('R63: the same rights are the same version of permissions, and other rights another', async () => {
    const versionOf = async (client: ApiClient) => {
      await ask(client);
      const [record] = (await list(alice, '?limit=1')).records;
      return (record?.details as { permissionVersion: string }).permissionVersion;
    };
    expect(await versionOf(alice)).toBe(await versionOf(bruno));
    const before = await versionOf(bruno);
    await world.apply({
      ...organisation('sorbier'),
      spaces: { rh: { title: 'Ressources humaines', members: ['user:alice'] } },
    });
    expect(await versionOf(bruno)).not.toBe(before);
    await world.apply(organisation('sorbier'));
    expect(await versionOf(bruno)).toBe(before);
  });

  it('R64: an answer that cannot be recorded is not given as one, by any way to ask', async () => {
    const conversations = async () =>
      conversationPage.parse((await bruno.get('/v1/conversations?limit=200')).body).conversations.length;
    const before = [await conversations(), (await list(alice, '?limit=200')).records.length];
    await sql`create function refuse_all() returns trigger language plpgsql as
      $$ begin raise exception 'the sink is down'; end $$`.execute(database);
    await sql`create trigger sink_down before insert on audit for each row execute function refuse_all()`.execute(
      database,
    );
    try {
      const whole = await bruno.post('/v1/ask', { question, stream: false });
      expect([whole.status, problem.parse(whole.body).code]).toEqual([503, 'ANSWER_NOT_RECORDED']);
      expect(JSON.stringify(whole.body)).not.toMatch(/vingt-cinq|sink/);

      const streamed = await readEvents(world.server.address, bruno.token ?? '', { question });
      expect(streamed.map(({ event }) => event)).not.toContain('done');
      expect(streamed.at(-1)).toMatchObject({ event: 'error', data: { code: 'ANSWER_NOT_RECORDED' } });

      const completed = await bruno.post('/v1/chat/completions', {
        messages: [{ role: 'user', content: question }],
      });
      expect(completed.status).toBe(503);
      expect(JSON.stringify(completed.body)).not.toContain('vingt-cinq');

      const { exitCode, stdout, stderr } = await world.cli(
        'ask',
        question,
        '--as',
        'bruno',
        '--org',
        'sorbier',
        '--json',
      );
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'ANSWER_NOT_RECORDED' } });
    } finally {
      await sql`drop trigger sink_down on audit`.execute(database);
    }
    expect([await conversations(), (await list(alice, '?limit=200')).records.length]).toEqual(before);
    await ask(bruno);
  });
});

describe('the administrator', () => {
  it('R30, R32: reads the records of their own organisation page by page, in either order, and no others', async () => {
    for (let n = 0; n < 3; n += 1) await ask(bruno);
    const all = (await list(alice, '?limit=200&order=oldest')).records;
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, i) => i + 1));
    for (const order of ['oldest', 'latest']) {
      const read: number[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Awaited<ReturnType<typeof list>> = await list(
          alice,
          `?limit=2&order=${order}${cursor && `&cursor=${cursor}`}`,
        );
        read.push(...page.records.map(({ sequence }) => sequence));
        cursor = page.nextCursor;
      }
      const sequences = all.map(({ sequence }) => sequence);
      expect(read).toEqual(order === 'oldest' ? sequences : sequences.toReversed());
    }
    expect((await list(elsewhere)).records).toEqual([]);
    expect(await verify(elsewhere)).toMatchObject({ intact: true, records: 0 });
    expect((await bruno.get('/v1/admin/audit')).status).toBe(404);
  });

  it('R32: chooses by action and time', async () => {
    await alice.put('/v1/admin/policy', { withholdUnsupported: true });
    expect((await list(alice, '?action=policy-changed')).records).toMatchObject([
      { action: 'policy-changed', details: { version: 1 } },
    ]);
    const all = (await list(alice, '?limit=200&order=oldest')).records;
    const middle = all[3];
    if (!middle) throw new Error('too few records');
    const since = encodeURIComponent(middle.at);
    const [late, early] = await Promise.all([
      list(alice, `?limit=200&order=oldest&since=${since}`),
      list(alice, `?limit=200&order=oldest&until=${since}`),
    ]);
    expect(late.records[0]?.sequence).toBe(middle.sequence);
    expect([...early.records, ...late.records]).toEqual(all);
    for (const query of ['?since=hier', '?order=worst', '?cursor=x', '?surprise=1'])
      expect((await alice.get(`/v1/admin/audit${query}`)).status).toBe(400);
  });

  it('R65: has the chain verified, also against a record that was kept', async () => {
    const { head, ...report } = await verify(alice);
    expect(report).toMatchObject({ intact: true, fault: null });
    expect((await alice.post('/v1/admin/audit/verification', undefined)).status).toBe(200);
    expect(await verify(alice, { known: head })).toMatchObject({ intact: true });
    const other = { ...head, hash: head.hash.replace(/^./, (first) => (first === '0' ? '1' : '0')) };
    expect(await verify(alice, { known: other })).toMatchObject({
      intact: false,
      fault: { code: 'RECORD_UNLINKED', sequence: head.sequence },
    });
    for (const known of [{ sequence: 1 }, { sequence: -1, hash: head.hash }, { sequence: 1, hash: 'x' }])
      expect((await alice.post('/v1/admin/audit/verification', { known })).status).toBe(400);
  });
});

describe('the command line', () => {
  it('R32: exports the records of one organisation, those that a system has not seen yet, as the API gives them', async () => {
    const all = await exported();
    expect(all).toEqual((await list(alice, '?limit=200&order=oldest')).records);
    const [, , third, fourth] = all;
    const [since, until] = [third?.at ?? '', fourth?.at ?? ''];
    expect(await exported('--after', '2', '--since', since, '--until', until)).toEqual([third]);
    expect(await exported('--action', 'policy-changed')).toHaveLength(1);
    expect((await world.cli('audit', 'export', '--since', 'hier')).exitCode).toBe(64);
    expect((await world.cli('audit', 'verify', '--known', 'x')).exitCode).toBe(64);
  });

  it('R65: verifies the chain and says with its exit code and a place when it is broken', async () => {
    const { head } = await verify(alice);
    const mark = `${head.sequence}:${head.hash}`;
    const sound = await world.cli('audit', 'verify', '--org', 'sorbier', '--known', mark);
    expect(sound).toMatchObject({ exitCode: 0 });
    expect(sound.stdout).toContain(`head\t${mark}`);
    expect(await world.cliJson('audit', 'verify', '--org', 'frenaie')).toMatchObject({
      organisation: 'frenaie',
      intact: true,
    });
    await sql`alter table audit disable trigger user`.execute(database);
    await sql`update audit set details = details || '{"outcome": "refused"}' where org = 'sorbier' and sequence = 2`.execute(
      database,
    );
    await sql`delete from audit where org = 'sorbier' and sequence = 4`.execute(database);
    await sql`alter table audit enable trigger user`.execute(database);
    const { exitCode, stdout } = await world.cli('audit', 'verify', '--org', 'sorbier', '--json');
    expect(exitCode).toBe(1);
    const { organisation: org, ...report } = JSON.parse(stdout);
    expect(org).toBe('sorbier');
    expect(auditReport.parse(report)).toMatchObject({
      intact: false,
      fault: { code: 'RECORD_ALTERED', sequence: 2, text: expect.stringContaining('scellé') },
    });
    expect(await verify(alice)).toMatchObject({ intact: false, fault: { sequence: 2 } });
    const shown = await world.cli('audit', 'verify', '--org', 'sorbier');
    expect([shown.exitCode, shown.stdout.split('\n')[0]]).toEqual([
      1,
      expect.stringMatching(/^2\tRECORD_ALTERED\t/),
    ]);
  });
});
