import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import {
  aDocument,
  anEvent,
  deliver,
  openSmallWorkplace,
  type SmallEvent,
  type SmallWorkplace,
} from '../support/small-workplace.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let workplace: SmallWorkplace;
let secret: string;
let key: string;

const send = (events: SmallEvent | readonly SmallEvent[], changes?: Parameters<typeof deliver>[3]) =>
  deliver(world.server.address, { organisation: 'ormeval', id: 'travail', secret }, events, changes);
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
const outcomes = async (events: readonly SmallEvent[]) => {
  const { status, body } = await send(events);
  expect(status).toBe(202);
  return (body as { results: { outcome: string; code?: string }[] }).results.map(({ outcome }) => outcome);
};
const found = async (who: ApiClient, query: string): Promise<string[]> => {
  const { status, body } = await who.post('/v1/search', { query });
  expect(status).toBe(200);
  return (body as { results: { document: { path: string } }[] }).results.map(({ document }) => document.path);
};
const item = async (id: string) => {
  const { body } = await world
    .anonymous()
    .get(`/v1/items/${encodeURIComponent(id)}`, { authorization: `Bearer ${key}` });
  return body as { state: string; reason: string | null; indexedVersion: number | null };
};

beforeAll(async () => {
  workplace = await openSmallWorkplace();
  world = await openWorld({ WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' });
  await world.apply({ organisation: 'ormeval', users: [], spaces: {} });
  const saved = (await world.cliJson(
    ...['source', 'save', 'travail', '--org', 'ormeval', '--directory', '--content-origin', workplace.origin],
  )) as { secret: string };
  secret = saved.secret;
  const added = (await world.cliJson(
    ...['service-key', 'add', 'travail', '--org', 'ormeval', '--source', 'travail', '--scope', 'items:read'],
  )) as { key: string };
  key = added.key;
  await outcomes([
    anEvent('user.upserted', 'user/olga', { name: 'Olga' }),
    anEvent('user.upserted', 'user/sacha', { name: 'Sacha' }),
    anEvent('space.created', 'space/42', { title: 'Ressources humaines' }),
    anEvent('space.members.snapshot', 'space/42', { members: ['user:olga', 'user:sacha'] }),
  ]);
}, 60_000);
afterAll(async () => {
  await world?.close();
  await workplace?.close();
});

describe('a workplace delivers', () => {
  it('a document, which its readers find, and follows how far it has come', async () => {
    const file = workplace.file('notes.md', '# Congés\n\nLe préavis du congé sabbatique est de trois mois.');
    expect(await outcomes([aDocument('notes', file)])).toEqual(['applied']);
    const olga = await world.as('olga', 'ormeval');
    await eventually(async () => expect(await found(olga, 'congé sabbatique')).toEqual(['notes.md']));
    expect(await item('notes')).toMatchObject({ state: 'indexed', indexedVersion: 1, reason: null });
  });

  it('R78: the same again and what is older, which change nothing', async () => {
    const file = workplace.file(
      'twice.md',
      '# Deux fois\n\nUn document reçu deux fois, le jumelage des crèches.',
    );
    const older = aDocument('twice', file, { title: 'Ancien' });
    const event = aDocument('twice', file);
    expect(await outcomes([event, event])).toEqual(['applied', 'duplicate']);
    expect(await outcomes([event, older])).toEqual(['duplicate', 'stale']);
  });

  it('R04: a member who leaves, and the next request finds nothing', async () => {
    const sacha = await world.as('sacha', 'ormeval');
    await eventually(async () => expect(await found(sacha, 'congé sabbatique')).toEqual(['notes.md']));
    await outcomes([anEvent('space.members.changed', 'space/42', { removed: ['user:sacha'] })]);
    expect(await found(sacha, 'congé sabbatique')).toEqual([]);
    await outcomes([anEvent('space.members.changed', 'space/42', { added: ['user:sacha'] })]);
    expect(await found(sacha, 'congé sabbatique')).toEqual(['notes.md']);
  });

  it('R07: a person who is disabled, whose token is refused at once, and who comes back', async () => {
    const sacha = await world.as('sacha', 'ormeval');
    await outcomes([anEvent('user.disabled', 'user/sacha', {})]);
    expect((await sacha.post('/v1/search', { query: 'congé' })).status).toBe(401);
    await outcomes([anEvent('user.upserted', 'user/sacha', { name: 'Sacha' })]);
    expect((await sacha.post('/v1/search', { query: 'congé' })).status).toBe(200);
  });

  it('R11: other readers, another place, and rights of a folder, without fetching or embedding anything again', async () => {
    const olga = await world.as('olga', 'ormeval');
    const sacha = await world.as('sacha', 'ormeval');
    const file = workplace.file('prime.md', '# Primes\n\nLa prime de panier vaut douze euros.');
    await outcomes([
      aDocument('prime', file, { folderPath: ['f1', 'f2'], acl: { allow: ['space:42'], inherited: true } }),
    ]);
    await eventually(async () => expect(await found(sacha, 'prime de panier')).toEqual(['prime.md']));
    const asked = workplace.asked.length;
    await outcomes([
      anEvent('folder.acl.changed', 'folder/f1', {
        space: '42',
        acl: { allow: ['space:42'], deny: ['user:sacha'] },
        aclVersion: 2,
      }),
    ]);
    expect(await found(sacha, 'prime de panier')).toEqual([]);
    expect(await found(olga, 'prime de panier')).toEqual(['prime.md']);
    await outcomes([
      anEvent('document.acl.changed', 'doc/prime', { acl: { allow: ['user:sacha'] }, aclVersion: 3 }),
    ]);
    expect(await found(olga, 'prime de panier')).toEqual([]);
    await eventually(async () => expect(await found(sacha, 'prime de panier')).toEqual(['prime.md']));
    expect(workplace.asked.length).toBe(asked);
  });

  it('another title with the same bytes, which is shown, found and cited, and nothing is fetched again', async () => {
    const olga = await world.as('olga', 'ormeval');
    const file = workplace.file('bassin.md', '# Bassin\n\nUne entrée au bassin vaut trois euros.');
    await outcomes([aDocument('bassin', file, { title: 'Notice brouillon', path: 'Brouillons/Notice.md' })]);
    const asked = async () => {
      const { body } = await olga.post('/v1/ask', {
        question: 'Que vaut une entrée au bassin ?',
        stream: false,
      });
      return body as {
        sources: { document: { id: string; title: string; path: string }; passage: { id: string } }[];
      };
    };
    await eventually(async () => expect((await asked()).sources).toHaveLength(1));
    const before = (await asked()).sources[0];
    expect(before?.document.title).toBe('Notice brouillon');
    const fetched = workplace.asked.length;
    await outcomes([aDocument('bassin', file, { title: 'Tarifs aquatiques', path: 'Tarifs/Aquatiques.md' })]);
    expect((await asked()).sources[0]).toMatchObject({
      document: { title: 'Tarifs aquatiques', path: 'Tarifs/Aquatiques.md' },
      passage: { id: before?.passage.id },
    });
    await eventually(async () =>
      expect(await found(olga, 'tarifs aquatiques')).toEqual(['Tarifs/Aquatiques.md']),
    );
    expect(await found(olga, 'brouillon')).toEqual([]);
    expect(workplace.asked.length).toBe(fetched);
    expect(await item('bassin')).toMatchObject({ state: 'indexed', indexedVersion: 1 });
  });

  it('R12, R71: a new version, an end, and nothing that comes late brings it back', async () => {
    const olga = await world.as('olga', 'ormeval');
    const first = aDocument(
      'vieux',
      workplace.file('v1.md', '# Barème\n\nLe barème ancien cite le mot rhododendron.'),
    );
    await outcomes([first]);
    await eventually(async () => expect(await found(olga, 'rhododendron')).toEqual(['vieux.md']));
    const late = aDocument('vieux', workplace.file('late.md', '# Barème\n\nTrop tard : rhododendron.'));
    await outcomes([
      aDocument('vieux', workplace.file('v2.md', '# Barème\n\nLe barème neuf dit clématite.'), {
        contentVersion: 2,
      }),
    ]);
    expect(await found(olga, 'rhododendron')).toEqual([]);
    await eventually(async () => expect(await found(olga, 'clématite')).toEqual(['vieux.md']));
    await outcomes([anEvent('document.deleted', 'doc/vieux', {})]);
    expect(await found(olga, 'clématite')).toEqual([]);
    expect(await outcomes([late])).toEqual(['stale']);
    expect(await item('vieux')).toMatchObject({ state: 'removed', indexedVersion: null });
    await outcomes([
      aDocument('vieux', workplace.file('v2.md', '# Barème\n\nLe barème neuf dit clématite.'), {
        contentVersion: 3,
      }),
    ]);
    await eventually(async () => expect(await found(olga, 'clématite')).toEqual(['vieux.md']));
  });

  it('R70: a document that was erased here, which no later version brings back, and which says why', async () => {
    const olga = await world.as('olga', 'ormeval');
    const file = workplace.file('efface.md', '# Effacé\n\nLe mot coquelicot est à effacer.');
    await outcomes([aDocument('efface', file)]);
    await eventually(async () => expect(await found(olga, 'coquelicot')).toEqual(['efface.md']));
    const { documentId } = (await item('efface')) as unknown as { documentId: string };
    await world.cliJson(...['erase', 'document', documentId, '--org', 'ormeval']);
    const again = workplace.file('efface-2.md', '# Effacé\n\nLe mot coquelicot revient.');
    await outcomes([aDocument('efface', again, { contentVersion: 2 })]);
    expect(await item('efface')).toMatchObject({ state: 'removed', reason: 'erased', indexedVersion: null });
    expect(await found(olga, 'coquelicot')).toEqual([]);
  });

  it('R13: what is encrypted from end to end, or stands in an excluded space, which is never fetched', async () => {
    const olga = await world.as('olga', 'ormeval');
    const secretFile = workplace.file('parsec.md', 'chiffré');
    const { dataref: _none, ...bytes } = secretFile;
    const encrypted = aDocument('parsec', secretFile, { encryption: 'e2ee', ...bytes });
    const { dataref: _dropped, ...withoutRef } = encrypted as SmallEvent & { dataref?: string };
    await outcomes([
      withoutRef,
      anEvent('space.created', 'space/clos', { title: 'Clos', assistant: 'excluded' }),
      anEvent('space.members.snapshot', 'space/clos', { members: ['user:olga'] }),
      aDocument('clos', workplace.file('clos.md', '# Clos\n\nLe mot orchidée.'), {
        space: 'clos',
        acl: { allow: ['space:clos'] },
      }),
    ]);
    expect(await item('parsec')).toMatchObject({ state: 'skipped', reason: 'end-to-end-encrypted' });
    expect(await item('clos')).toMatchObject({ state: 'skipped', reason: 'space-excluded' });
    const { body } = await olga.post('/v1/search', { query: 'orchidée' });
    expect(body).toMatchObject({ results: [], scope: { encrypted: 1, excluded: 1 } });
    expect(workplace.asked).not.toContain('parsec.md');
    expect(workplace.asked).not.toContain('clos.md');
    await outcomes([anEvent('space.updated', 'space/clos', { title: 'Clos', assistant: 'allowed' })]);
    await eventually(async () => expect(await found(olga, 'orchidée')).toEqual(['clos.md']));
    await outcomes([anEvent('space.archived', 'space/clos', {})]);
    expect(await found(olga, 'orchidée')).toEqual([]);
    await outcomes([anEvent('space.deleted', 'space/clos', {})]);
    expect(await item('clos')).toMatchObject({ state: 'removed' });
  });

  it('R51, R52: files from elsewhere than declared, behind a redirect, of other bytes: a reason its owner can read', async () => {
    const good = workplace.file('good.md', 'bon');
    workplace.file('moved.md', 'x');
    workplace.misbehave('moved.md', 302, { location: 'http://127.0.0.1:1/' });
    workplace.misbehave('gone.md', 410);
    await outcomes([
      aDocument('elsewhere', { ...good, dataref: 'http://127.0.0.2:9/good.md' }),
      aDocument('other', { ...good, sha256: 'a'.repeat(64) }),
      aDocument('larger', { ...good, size: 2 }),
      aDocument('gone', workplace.file('gone.md', 'parti')),
      aDocument('moved', workplace.file('moved.md', 'x')),
    ]);
    const reasonOf = (id: string, reason: string) =>
      eventually(async () => expect(await item(id)).toMatchObject({ state: 'failed', reason }));
    await reasonOf('elsewhere', 'content-host-refused');
    await reasonOf('other', 'content-mismatch');
    await reasonOf('larger', 'content-mismatch');
    await reasonOf('gone', 'content-gone');
    await reasonOf('moved', 'content-redirected');
  });
});

describe('a delivery is refused', () => {
  const event = () => anEvent('user.upserted', 'user/intrus', { name: 'Intrus' });

  it('R27: without a right signature, whoever it says that it comes from, in the same words', async () => {
    const other = { organisation: 'ormeval', id: 'inconnu', secret };
    const wrong = {
      organisation: 'ormeval',
      id: 'travail',
      secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    };
    const late = { at: new Date(Date.now() - 10 * 60 * 1000) };
    const replies = [
      await deliver(world.server.address, other, event()),
      await deliver(world.server.address, wrong, event()),
      await send(event(), late),
      await send(event(), { headers: { 'webhook-signature': '' } }),
      await world.anonymous().post('/v1/events', event()),
    ];
    const said = replies.map(({ status, body }) => ({ ...(body as object), status, requestId: '' }));
    expect(said.every((one) => JSON.stringify(one) === JSON.stringify(said[0]))).toBe(true);
    expect(said[0]).toMatchObject({ status: 401, code: 'SIGNATURE_INVALID' });
  });

  it('event by event, with a code, the others of the batch untouched', async () => {
    const { acl: _acl, ...data } =
      (aDocument('x', workplace.file('x.md', 'x')) as { data?: Record<string, unknown> }).data ?? {};
    const { status, body } = await send([
      { ...anEvent('document.upserted', 'doc/x', data), dataref: `${workplace.origin}/x.md` },
      anEvent('document.deleted', 'doc/y', { tenant: 'voisins' }),
      anEvent('user.upserted', 'user/zoe', { name: 'Zoé' }),
    ]);
    expect(status).toBe(202);
    expect(body).toMatchObject({
      results: [
        { outcome: 'rejected', code: 'EVENT_INVALID', detail: expect.stringContaining('data.acl') },
        { outcome: 'rejected', code: 'EVENT_TENANT_MISMATCH' },
        { outcome: 'applied' },
      ],
    });
    expect((await send(anEvent('document.deleted', 'doc/y', { tenant: 'voisins' }))).status).toBe(400);
  });

  it('when it is no JSON, another type, or too much', async () => {
    expect((await send(event(), { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    const many = Array.from({ length: 501 }, event);
    expect((await send(many)).status).toBe(413);
  });
});
