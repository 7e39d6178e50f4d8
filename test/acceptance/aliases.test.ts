import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { aliasPage, alias as aliasShape, askReply, problem, searchReply } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const pontval: Organisation = {
  organisation: 'pontval',
  users: ['alice', 'bruno', 'carine'],
  admins: ['alice'],
  spaces: {
    rh: { title: 'Ressources humaines', members: ['org:pontval'] },
    cabinet: { title: 'Cabinet', members: ['user:bruno'] },
  },
};

let world: World;
let alice: ApiClient;
let bruno: ApiClient;
let carine: ApiClient;

beforeAll(async () => {
  world = await openWorld();
  await world.apply(pontval);
  await world.write(
    'rh/guide.md',
    '# Guide\n\nLe compte personnel de formation (CPF) est ouvert à tous les agents.\n',
  );
  await world.write('rh/note.md', '# Délais\n\nLes demandes de CPF se déposent avant le 30 juin.\n');
  await world.write('rh/service.md', '# Horaires\n\nLa direction des services techniques ouvre à 8 h 15.\n');
  await world.write('cabinet/secret.md', '# Projet\n\nLe contournement routier nord (CRN) coûtera cher.\n');
  await world.write(
    'rh/route.md',
    '# Voirie\n\nUn contournement routier nord est étudié par le département.\n',
  );
  for (const space of ['rh', 'cabinet'])
    await world.cliJson('ingest', world.file(space), '--org', 'pontval', '--space', space, '--wait', 'words');
  [alice, bruno, carine] = await Promise.all([
    world.as('alice', 'pontval'),
    world.as('bruno', 'pontval'),
    world.as('carine', 'pontval'),
  ]);
});
afterAll(() => world?.close());

const search = async (client: ApiClient, query: string) =>
  searchReply
    .parse((await client.post('/v1/search', { query })).body)
    .results.map(({ document }) => document.path);
const list = async (client: ApiClient, query = '') => {
  const reply = await client.get(`/v1/admin/aliases${query}`);
  expect(reply.status).toBe(200);
  return aliasPage.parse(reply.body);
};
const only = async (query: string) => {
  const [found] = (await list(alice, query)).aliases;
  if (!found) throw new Error(`nothing found for ${query}`);
  return found;
};

describe('aliases', () => {
  it('bring a question in either form to documents in the other, and are quoted', async () => {
    expect(await search(carine, 'compte personnel de formation')).toContain('note.md');
    expect(await search(carine, 'à qui est ouvert le cpf')).toContain('guide.md');
    const asked = await carine.post('/v1/ask', {
      question: 'Avant quelle date déposer une demande de compte personnel de formation ?',
      stream: false,
    });
    const reply = askReply.parse(asked.body);
    expect(reply.outcome).toBe('quoted');
    expect(reply.answer.text).toContain('30 juin');
  });

  it('R15: learned from what a person may not read, they find that person nothing', async () => {
    expect(await search(bruno, 'CRN')).toEqual(expect.arrayContaining(['secret.md', 'route.md']));
    expect(await search(carine, 'CRN')).toEqual([]);
    expect(await search(alice, 'CRN')).toEqual([]);
    const { aliases } = await list(alice);
    expect(aliases.map(({ acronym, status, documents }) => ({ acronym, status, documents }))).toEqual([
      { acronym: 'CPF', status: 'learned', documents: 1 },
    ]);
  });

  it('are entered, found by, listed, and taken back', async () => {
    expect(await search(carine, 'DST')).toEqual([]);
    const reply = await alice.post('/v1/admin/aliases', {
      acronym: ' DST ',
      expansion: 'direction  des services techniques',
    });
    expect(reply.status).toBe(201);
    const added = aliasShape.parse(reply.body);
    expect(added).toMatchObject({
      acronym: 'DST',
      expansion: 'direction des services techniques',
      status: 'added',
      documents: 0,
    });
    expect(await search(carine, 'DST')).toEqual(['service.md']);
    expect((await list(alice, '?q=services')).aliases).toEqual([added]);
    const first = await list(alice, '?limit=1');
    expect(first.aliases.map(({ acronym }) => acronym)).toEqual(['CPF']);
    const second = await list(alice, `?limit=1&cursor=${first.nextCursor}`);
    expect(second).toEqual({ aliases: [added], nextCursor: null });

    expect((await alice.delete(`/v1/admin/aliases/${added.id}`)).status).toBe(204);
    expect((await alice.delete(`/v1/admin/aliases/${added.id}`)).status).toBe(404);
    expect(await search(carine, 'DST')).toEqual([]);
  });

  it('that documents teach are hidden and shown again, not removed', async () => {
    const { id } = await only('?q=cpf');
    const refused = await alice.delete(`/v1/admin/aliases/${id}`);
    expect([refused.status, problem.parse(refused.body).code]).toEqual([409, 'ALIAS_LEARNED']);
    for (let time = 0; time < 2; time += 1)
      expect((await alice.request('PUT', `/v1/admin/aliases/${id}/hidden`)).status).toBe(204);
    expect(await only('?q=cpf')).toMatchObject({ status: 'hidden' });
    expect(await search(carine, 'compte personnel de formation')).not.toContain('note.md');
    expect((await alice.delete(`/v1/admin/aliases/${id}/hidden`)).status).toBe(204);
    expect(await search(carine, 'compte personnel de formation')).toContain('note.md');
  });

  it('that say nothing are refused', async () => {
    for (const body of [
      { acronym: 'X', expansion: 'dix' },
      { acronym: 'DST', expansion: 'de la' },
      { acronym: '!!', expansion: 'deux points' },
      { acronym: 'ABCDEFGHIJKLMN', expansion: 'long' },
      { acronym: 'dst', expansion: 'DST' },
    ]) {
      const reply = await alice.post('/v1/admin/aliases', body);
      expect([body, reply.status, problem.parse(reply.body).code]).toEqual([body, 400, 'ALIAS_INVALID']);
    }
    for (const body of [
      null,
      {},
      { acronym: 'DST' },
      { acronym: 'DST', expansion: ['a'] },
      { acronym: 'DST', expansion: 'a\u0000' },
    ]) {
      const reply = await alice.post('/v1/admin/aliases', body);
      expect([body, reply.status]).toEqual([body, 400]);
    }
    for (const field of ['org', 'id', 'status', 'documents'])
      expect(
        (await alice.post('/v1/admin/aliases', { acronym: 'DST', expansion: 'direction', [field]: 'x' }))
          .status,
      ).toBe(400);
  });

  it('R14: are missing to whoever is no administrator, as a route that does not exist', async () => {
    const { id } = await only('?q=cpf');
    const seen = ({ status, body }: Awaited<ReturnType<ApiClient['get']>>) => ({
      status,
      body: { ...problem.parse(body), requestId: '' },
    });
    const missing = seen(await carine.get('/v1/admin/nothing'));
    expect(missing.status).toBe(404);
    for (const reply of [
      await carine.get('/v1/admin/aliases'),
      await carine.get('/v1/admin/aliases?nothing=1'),
      await carine.post('/v1/admin/aliases', { acronym: 'DST', expansion: 'direction' }),
      await carine.post('/v1/admin/aliases', { nothing: true }),
      await carine.request('PUT', `/v1/admin/aliases/${id}/hidden`),
      await carine.delete(`/v1/admin/aliases/${id}/hidden`),
      await carine.delete(`/v1/admin/aliases/${id}`),
    ])
      expect(seen(reply)).toEqual(missing);
    expect((await list(alice)).aliases).toHaveLength(1);
  });

  it('R14, R23: under an id that is none, absent or of what an administrator may not read, are missing to them too', async () => {
    await world.apply({ ...pontval, admins: ['alice', 'bruno'] });
    const [forbidden] = (await list(bruno, '?q=crn')).aliases;
    expect(forbidden).toMatchObject({ acronym: 'CRN', documents: 1 });
    const replies = [];
    for (const id of [forbidden?.id, randomUUID(), 'null', '%00', "'%20or%201=1"]) {
      replies.push(await alice.request('PUT', `/v1/admin/aliases/${id}/hidden`));
      replies.push(await alice.delete(`/v1/admin/aliases/${id}/hidden`));
      replies.push(await alice.delete(`/v1/admin/aliases/${id}`));
    }
    expect(
      new Set(replies.map(({ body }) => JSON.stringify({ ...problem.parse(body), requestId: '' }))).size,
    ).toBe(1);
    for (const query of ['?q=', '?cursor=x', '?status=x', '?limit=0', '?q=%00'])
      expect((await alice.get(`/v1/admin/aliases${query}`)).status).toBe(400);
  });

  it('R07: an administrator is one as long as the organisation file says so', async () => {
    await world.apply({ ...pontval, admins: ['bruno'] });
    expect((await alice.get('/v1/admin/aliases')).status).toBe(404);
    await world.apply(pontval);
    expect((await alice.get('/v1/admin/aliases')).status).toBe(200);
    expect((await bruno.get('/v1/admin/aliases')).status).toBe(404);
    const file = await world.write(
      'wrong.yaml',
      'organisation: pontval\nusers: [alice]\nadmins: [zoe]\nspaces: {}\n',
    );
    const refused = await world.cli('org', 'apply', file, '--json');
    expect(refused.exitCode).not.toBe(0);
    expect(`${refused.stdout}${refused.stderr}`).toContain('zoe is not in users');
  });

  it('are entered, hidden and listed by the command line', async () => {
    const own = ['--org', 'pontval'];
    const pair = ['DST', 'direction des services techniques'];
    await world.cliJson('alias', 'add', ...pair, ...own);
    expect(await search(carine, 'DST')).toEqual(['service.md']);
    const listed = (await world.cliJson('alias', 'list', ...own)) as { aliases: unknown[] };
    expect(listed.aliases).toMatchObject([{ acronym: 'DST', status: 'added' }]);
    // What documents teach is shown in the name of somebody who may read them.
    const learned = (await world.cliJson('alias', 'list', ...own, '--as', 'carine')) as typeof listed;
    expect(learned.aliases).toMatchObject([{ acronym: 'CPF' }, { acronym: 'DST' }]);
    await world.cliJson('alias', 'hide', 'CPF', 'comptes personnels de formation', ...own);
    expect(await only('?q=cpf')).toMatchObject({ status: 'hidden' });
    await world.cliJson('alias', 'unhide', 'CPF', 'compte personnel de formation', ...own);
    expect(await only('?q=cpf')).toMatchObject({ status: 'learned' });
    await world.cliJson('alias', 'remove', ...pair, ...own);
    expect((await world.cli('alias', 'remove', ...pair, ...own)).exitCode).toBe(1);
  });
});
