import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { openSmallExport, type SmallExport } from '../support/small-export.ts';
import {
  aDocument,
  anEvent,
  deliver,
  openSmallWorkplace,
  type SmallEvent,
  type SmallWorkplace,
} from '../support/small-workplace.ts';
import { anEncryptedDocument } from '../support/synthetic-workplace.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let workplace: SmallWorkplace;
let source: SmallExport;
let secret: string;
let key: string;
let olga: ApiClient;

type Shown = {
  id: string;
  state: string;
  phase: string;
  expected: number;
  listed: number;
  changed: number;
  removed: number;
  unreadable: number;
  problems: string[];
  trouble: string | null;
};

/** More than a page of them, and more than a sweep may remove unasked. */
const documents = 210;

const withKey = () => ({ authorization: `Bearer ${key}` });
const start = async (body: object = {}): Promise<Shown> => {
  const reply = await world.anonymous().post('/v1/backfills', { source: 'travail', ...body }, withKey());
  expect(reply.status).toBe(202);
  return reply.body as Shown;
};
const show = async ({ id }: { id: string }): Promise<Shown> =>
  (await world.anonymous().get(`/v1/backfills/${id}`, withKey())).body as Shown;
const change = (shown: { id: string }, action: string) =>
  world.anonymous().post(`/v1/backfills/${shown.id}/${action}`, {}, withKey());
const ended = (shown: { id: string }): Promise<Shown> =>
  vi.waitFor(
    async () => {
      const now = await show(shown);
      expect(now.state).not.toBe('running');
      return now;
    },
    { timeout: 30_000, interval: 100 },
  );
const pull = async (body?: object) => ended(await start(body));
const send = (events: SmallEvent | readonly SmallEvent[]) =>
  deliver(world.server.address, { organisation: 'ormeval', id: 'travail', secret }, events);
const stateOf = async (id: string) =>
  ((await world.anonymous().get(`/v1/items/${id}`, withKey())).body as { state?: string }).state;
const found = async (query: string): Promise<string[]> => {
  const { body } = await olga.post('/v1/search', { query });
  return (body as { results: { document: { path: string } }[] }).results.map(({ document }) => document.path);
};

/** Puts a document into the export. */
const put = (
  id: string,
  text = `# ${id}\n\nLe document ${id} parle de jumelage.`,
  data: object = {},
): SmallEvent => {
  const event = aDocument(id, workplace.file(`${id}.md`, text), { ...data });
  source.items.set(id, event);
  return event;
};
const encrypted = (id: string) => source.items.set(id, anEncryptedDocument(id, {}));

beforeAll(async () => {
  workplace = await openSmallWorkplace();
  source = await openSmallExport();
  world = await openWorld({ WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' });
  await world.apply({ organisation: 'ormeval', users: ['chef'], admins: ['chef'], spaces: {} });
  await world.apply({ organisation: 'voisins', users: ['voisine'], admins: ['voisine'], spaces: {} });
  const saved = (await world.cliJson(
    ...['source', 'save', 'travail', '--org', 'ormeval', '--directory', '--export-url', source.url],
    ...['--export-token', 'export-token', '--content-origin', workplace.origin],
  )) as { secret: string };
  secret = saved.secret;
  const scopes = ['--scope', 'items:read', 'backfills:write'];
  const added = (await world.cliJson(
    ...['service-key', 'add', 'travail', '--org', 'ormeval', '--source', 'travail', ...scopes],
  )) as { key: string };
  key = added.key;
  source.directory.push(
    anEvent('user.upserted', 'user/olga', { name: 'Olga' }),
    anEvent('space.created', 'space/42', { title: 'Ressources humaines' }),
    anEvent('space.created', 'space/43', { title: 'Voirie' }),
    anEvent('space.members.snapshot', 'space/42', { members: ['user:olga'] }),
  );
  for (let i = 0; i < documents; i += 1) encrypted(`e${String(i).padStart(4, '0')}`);
  put('notes', '# Congés\n\nLe préavis du congé sabbatique est de trois mois.');
  await pull();
  olga = await world.as('olga', 'ormeval');
}, 120_000);
afterAll(async () => {
  await world?.close();
  await workplace?.close();
  await source?.close();
});
beforeEach(() => {
  source.delayMs = 0;
  source.spoilt.clear();
  source.forgotten.clear();
});

describe('a backfill', () => {
  it('brings people, spaces, rights and documents, which are found', async () => {
    await vi.waitFor(async () => expect(await found('congé sabbatique')).toEqual(['notes.md']), {
      timeout: 20_000,
    });
  });

  it('R78: changes nothing the second time, and says how much there is', async () => {
    const again = await pull();
    expect(again).toMatchObject({
      state: 'done',
      expected: documents + 1,
      listed: documents + 1,
      changed: 0,
      removed: 0,
    });
  });

  it('removes what is gone at the workplace, and nothing that a listing merely forgot', async () => {
    put('vieux');
    put('oublie');
    await pull();
    expect(await stateOf('vieux')).not.toBe('removed');
    source.items.delete('vieux');
    source.forgotten.add('oublie');
    expect(await pull()).toMatchObject({ state: 'done', removed: 1 });
    expect(await stateOf('vieux')).toBe('removed');
    expect(await stateOf('oublie')).not.toBe('removed');
  });

  it('R71: keeps what a live event spoke of meanwhile, and lets a later event bring a removed one back', async () => {
    const late = put('revenant');
    await pull();
    source.items.delete('revenant');
    await pull();
    expect(await stateOf('revenant')).toBe('removed');
    expect((await send({ ...late, id: 'late-again' })).body).toMatchObject({
      results: [{ outcome: 'stale' }],
    });
    expect(await stateOf('revenant')).toBe('removed');

    source.delayMs = 400;
    const running = await start();
    const event = put('revenant');
    source.items.delete('revenant');
    await send(event);
    expect(await ended(running)).toMatchObject({ state: 'done', removed: 0 });
    expect(await stateOf('revenant')).not.toBe('removed');
    await pull();
  });

  it('pulls some spaces alone', async () => {
    put('route', '# Voirie\n\nLa rue.', { space: '43', acl: { allow: ['space:43'] } });
    put('absent');
    source.items.delete('absent');
    const some = await pull({ spaces: ['43'] });
    expect(some).toMatchObject({ state: 'done', listed: 1, changed: 1, removed: 0, expected: 1 });
    expect(source.asked.some((path) => path.startsWith('/items?space=43'))).toBe(true);
  });

  it('counts lines that do not follow the contract, says where and never what, and removes nothing for them', async () => {
    const spoilt = { ...put('abime'), data: { tenant: 'ormeval', title: 'SECRET' } };
    await pull();
    source.spoilt.set('abime', JSON.stringify(spoilt));
    const one = await pull();
    expect(one).toMatchObject({ state: 'done', unreadable: 1, removed: 0, trouble: null });
    expect(one.problems.join()).toContain('data.acl');
    expect(one.problems.join()).not.toContain('SECRET');
    expect(await stateOf('abime')).not.toBe('removed');

    source.items.delete('absent');
    source.spoilt.set('abime', '{"half": ');
    expect(await pull()).toMatchObject({
      state: 'done',
      unreadable: 1,
      removed: 0,
      trouble: 'LINES_UNREADABLE',
    });
  });

  it('asks again for a page without its last line, and when it is told to wait', async () => {
    source.misbehave('/items', { cut: true });
    source.misbehave('/directory', { status: 503, retryAfter: '1' });
    const before = Date.now();
    expect(await pull()).toMatchObject({ state: 'done', removed: 0 });
    expect(Date.now() - before).toBeGreaterThan(1_900);
  });

  it('stops before it removes more than half, and goes on when it is told to', async () => {
    const kept = new Map(source.items);
    source.items.clear();
    put('notes', '# Congés\n\nLe préavis du congé sabbatique est de trois mois.');
    const stopped = await pull();
    expect(stopped).toMatchObject({ state: 'failed', trouble: 'SWEEP_TOO_LARGE', removed: 0 });
    expect(await stateOf('e0001')).not.toBe('removed');
    const resumed = (await world.cliJson(
      ...['backfill', 'resume', stopped.id, '--org', 'ormeval', '--force', '--wait'],
    )) as Shown;
    expect(resumed.state).toBe('done');
    expect(resumed.removed).toBeGreaterThan(documents);
    expect(await stateOf('e0001')).toBe('removed');
    for (const [id, event] of kept)
      if (id !== 'notes') source.items.set(id, { ...event, sequence: '9000000' });
    expect(await pull()).toMatchObject({ state: 'done', removed: 0 });
    expect(await stateOf('e0001')).not.toBe('removed');
  });

  it('a space that is not there: it says so, whether the export answers with nothing or with an error', async () => {
    for (const misbehaves of [false, true]) {
      if (misbehaves) source.misbehave('/items', { status: 404 });
      expect(await pull({ spaces: ['43', 'nulle-part'] })).toMatchObject({
        state: 'failed',
        trouble: 'SPACE_UNKNOWN',
        removed: 0,
      });
    }
  });

  describe('whom the directory no longer names', () => {
    const people = ['pia', 'paul', 'pierre', 'perle'];
    const said = (id: string) => anEvent('user.upserted', `user/${id}`, { name: id });
    const lines = [
      ...people.map(said),
      anEvent('space.created', 'space/44', { title: 'Culture' }),
      anEvent('space.members.snapshot', 'space/44', { members: ['user:pia', 'user:paul', 'grp:ateliers'] }),
      anEvent('group.members.snapshot', 'group/ateliers', { members: ['user:perle'] }),
    ];
    const leave = (...subjects: string[]) => {
      const kept = source.directory.filter(({ subject }) => !subjects.includes(String(subject)));
      source.directory.splice(0, source.directory.length, ...kept);
    };
    const statusOf = async (id: string) => (await world.as(id, 'ormeval')).get('/v1/spaces');
    const spacesOf = async (id: string) =>
      ((await statusOf(id)).body as { spaces: { id: string }[] }).spaces.map((space) => space.id);

    beforeAll(async () => {
      source.directory.push(...lines);
      expect((await pull()).state).toBe('done');
      expect(await spacesOf('perle')).toEqual(['44']);
    });
    afterAll(async () => {
      leave(...lines.map(({ subject }) => String(subject)));
      await pull();
    });

    it('R07: may do nothing more when a second listing does not name them either, and is back when they are named again', async () => {
      leave('user/paul');
      expect((await pull()).state).toBe('done');
      expect((await statusOf('paul')).status).toBe(401);
      expect(await spacesOf('pia')).toEqual(['44']);
      source.directory.push(lines[1] as SmallEvent);
      await pull();
      expect(await spacesOf('paul')).toEqual(['44']);
      // One that an event speaks of is there, whatever a listing says.
      leave('user/paul');
      source.delayMs = 300;
      const running = await start();
      await send(said('paul'));
      expect((await ended(running)).state).toBe('done');
      expect(await spacesOf('paul')).toEqual(['44']);
      source.directory.push(said('paul'));
      source.delayMs = 0;
      await pull();
    });

    it('is not missing for one listing that forgets them, nor for one that is not there or cannot be read', async () => {
      source.misbehave('/directory', { forgets: 'user/pia' });
      expect((await pull()).state).toBe('done');
      source.misbehave('/directory', { status: 404 });
      expect((await pull()).state).toBe('done');
      const pia = source.directory.findIndex(({ subject }) => subject === 'user/pia');
      const [line] = source.directory.splice(pia, 1, { ...said('pia'), data: { tenant: 'ormeval' } });
      expect(await pull()).toMatchObject({ state: 'done', unreadable: 1 });
      expect(await spacesOf('pia')).toEqual(['44']);
      source.directory.splice(pia, 1, line as SmallEvent);
    });

    it('R04: a group has no members any more, and a space is gone with its readers', async () => {
      leave('group/ateliers');
      await pull();
      expect(await spacesOf('perle')).toEqual([]);
      source.directory.push(lines[6] as SmallEvent);
      await pull();
      expect(await spacesOf('perle')).toEqual(['44']);
      leave('space/44');
      await pull();
      for (const id of ['pia', 'perle']) expect(await spacesOf(id)).toEqual([]);
      source.directory.push(lines[4] as SmallEvent, lines[5] as SmallEvent);
      await pull();
      expect(await spacesOf('pia')).toEqual(['44']);
      const { body } = await (await world.as('chef', 'ormeval')).get(
        '/v1/admin/audit?action=directory-swept',
      );
      const { records } = body as { records: { details: object }[] };
      expect(records[0]?.details).toMatchObject({ people: 0, groups: 0, spaces: 1 });
      expect(JSON.stringify(records)).not.toMatch(/pia|paul|perle/);
    });

    it('R13: a space that an administrator excluded is still excluded when it is named again', async () => {
      const chef = await world.as('chef', 'ormeval');
      const switched = (enabled: boolean) => chef.put('/v1/admin/spaces/44/assistant', { enabled });
      const excluded = async () =>
        (
          (await chef.get('/v1/admin/exposure')).body as {
            spaces: { id: string; assistantEnabled: boolean }[];
          }
        ).spaces
          .filter((space) => !space.assistantEnabled)
          .map(({ id }) => id);
      expect((await switched(false)).status).toBe(200);
      leave('space/44');
      await pull();
      source.directory.push(lines[4] as SmallEvent, lines[5] as SmallEvent);
      await pull();
      expect(await excluded()).toContain('44');
      expect((await switched(true)).status).toBe(200);
      expect(await excluded()).not.toContain('44');
    });

    it('is not ended when nearly all are missing, until somebody says so', async () => {
      const all = [...source.directory];
      source.directory.length = 0;
      const stopped = await pull();
      expect(stopped).toMatchObject({ state: 'failed', trouble: 'SWEEP_TOO_LARGE' });
      expect(await spacesOf('pia')).toEqual(['44']);
      source.directory.push(...all);
      expect((await pull()).state).toBe('done');
      expect(await spacesOf('pia')).toEqual(['44']);
    });
  });

  it('pauses, goes on, and ends; another one of the source waits for its end', async () => {
    source.delayMs = 700;
    const running = await start();
    const second = await world.anonymous().post('/v1/backfills', { source: 'travail' }, withKey());
    expect(second).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect((await change(running, 'pause')).body).toMatchObject({ state: 'paused' });
    const { listed } = await show(running);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await show(running)).toMatchObject({ state: 'paused', listed });
    expect((await change(running, 'resume')).body).toMatchObject({ state: 'running' });
    expect((await change(running, 'cancel')).body).toMatchObject({ state: 'cancelled' });
    expect((await change(running, 'resume')).status).toBe(409);
  });

  it('R22: is of its organisation: to others it is not there, and a key without the scope is refused', async () => {
    const { body } = await (await world.as('chef', 'ormeval')).get('/v1/admin/backfills');
    const [latest] = (body as { backfills: Shown[] }).backfills;
    const voisine = await world.as('voisine', 'voisins');
    expect((await voisine.get(`/v1/admin/backfills/${latest?.id}`)).status).toBe(404);
    expect((await voisine.post('/v1/admin/backfills', { source: 'travail' })).status).toBe(404);
    expect((await olga.get('/v1/admin/backfills')).status).toBe(404);
    const other = (await world.cliJson(
      ...['service-key', 'add', 'lecture', '--org', 'ormeval', '--scope', 'items:read'],
    )) as { key: string };
    const refused = await world
      .anonymous()
      .post('/v1/backfills', { source: 'travail' }, { authorization: `Bearer ${other.key}` });
    expect(refused.status).toBe(403);
  });
});
