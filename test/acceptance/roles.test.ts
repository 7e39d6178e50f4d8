import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { problem } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const ormeval = {
  organisation: 'ormeval',
  users: ['adele', 'aude', 'bruno', 'oscar'],
  admins: ['adele'],
  auditors: ['aude'],
  owners: ['oscar'],
  spaces: { rh: { title: 'Ressources humaines', members: ['user:bruno'] } },
};

/** What auditors read; the rest of administration is missing to them. */
const audited = [
  ...['audit', 'exposure', 'exposure/documents', 'failed-documents', 'security-items', 'usage'],
  'feedback',
];
const settings = ['aliases', 'providers', 'policy', 'budgets', 'alerts', 'dialects', 'service-keys'];

describe('roles of an organisation', () => {
  let world: World;
  let people: Record<'adele' | 'aude' | 'bruno' | 'oscar', ApiClient>;
  const statusOf = async (client: ApiClient, names: readonly string[]) =>
    Promise.all(names.map(async (name) => (await client.get(`/v1/admin/${name}`)).status));
  const all = (names: readonly string[], status: number) => names.map(() => status);

  beforeAll(async () => {
    world = await openWorld();
    await world.apply(ormeval);
    await world.apply({ organisation: 'valmarin', users: ['victor'], owners: ['victor'], spaces: {} });
    await world.write('rh/note.md', '# Note\n\nLa prime Zanzibelle vaut 917 euros.\n');
    await world.cliJson('ingest', world.file('rh'), '--org', 'ormeval', '--space', 'rh', '--wait', 'words');
    const [adele, aude, bruno, oscar] = await Promise.all([
      world.as('adele', 'ormeval'),
      world.as('aude', 'ormeval'),
      world.as('bruno', 'ormeval'),
      world.as('oscar', 'ormeval'),
    ]);
    people = { adele, aude, bruno, oscar };
  });
  afterAll(() => world?.close());

  it('R03: an auditor reads the audit and what goes with it, and changes nothing', async () => {
    expect(await statusOf(people.aude, audited)).toEqual(all(audited, 200));
    expect(await statusOf(people.aude, [...settings, 'roles'])).toEqual(all([...settings, 'roles'], 404));
    for (const reply of [
      await people.aude.put('/v1/admin/spaces/rh/assistant', { enabled: false }),
      await people.aude.put('/v1/admin/security-items/x', { state: 'closed' }),
      await people.aude.put('/v1/admin/roles/aude', { admin: true, auditor: true }),
      await people.aude.post('/v1/admin/service-keys', { name: 'x', scopes: ['events:write'] }),
    ])
      expect(problem.parse(reply.body).code).toBe('NOT_FOUND');
  });

  it('each is told who they are, what their organisation is called, and what they are to it', async () => {
    const me = async (client: ApiClient) => (await client.get('/v1/me')).body;
    const person = { title: null, organisation: { id: 'ormeval', title: 'ormeval' }, animates: [] };
    const roles = { admin: false, auditor: false, owner: false };
    expect(await me(people.adele)).toEqual({ id: 'adele', name: 'adele', ...person, ...roles, admin: true });
    expect(await me(people.aude)).toEqual({ id: 'aude', name: 'aude', ...person, ...roles, auditor: true });
    expect(await me(people.oscar)).toEqual({ id: 'oscar', name: 'oscar', ...person, ...roles, owner: true });
    expect(await me(people.bruno)).toEqual({ id: 'bruno', name: 'bruno', ...person, ...roles });
  });

  it('an owner names administrators and auditors, and is none by that', async () => {
    const { oscar, bruno, adele } = people;
    expect(await statusOf(oscar, [...audited, ...settings])).toEqual(all([...audited, ...settings], 404));
    expect((await oscar.get('/v1/admin/roles')).body).toEqual({
      people: [
        { id: 'adele', name: 'adele', owner: false, admin: true, auditor: false },
        { id: 'aude', name: 'aude', owner: false, admin: false, auditor: true },
        { id: 'oscar', name: 'oscar', owner: true, admin: false, auditor: false },
      ],
    });
    expect((await adele.put('/v1/admin/roles/bruno', { admin: true, auditor: false })).status).toBe(404);
    expect((await statusOf(bruno, ['aliases']))[0]).toBe(404);
    const named = await oscar.put('/v1/admin/roles/bruno', { admin: true, auditor: false });
    expect(named.body).toEqual({ id: 'bruno', name: 'bruno', owner: false, admin: true, auditor: false });
    expect((await statusOf(bruno, ['aliases']))[0]).toBe(200);

    // R07: demoted, they are none at the next request.
    await oscar.put('/v1/admin/roles/bruno', { admin: false, auditor: false });
    expect(await statusOf(bruno, ['aliases', 'audit'])).toEqual([404, 404]);
    const records = JSON.stringify((await adele.get('/v1/admin/audit?action=roles-changed')).body);
    expect(records.match(/roles-changed/g)).toHaveLength(2);
    expect(records).not.toContain('bruno');
  });

  it('R17, R20: nobody is named in another organisation, nor an owner by a request', async () => {
    const victor = await world.as('victor', 'valmarin');
    for (const user of ['bruno', 'absent', '%', "x'"])
      expect(
        (await victor.put(`/v1/admin/roles/${encodeURIComponent(user)}`, { admin: true, auditor: true }))
          .status,
      ).toBe(404);
    for (const body of [
      { admin: true, auditor: true, owner: true },
      { admin: true },
      { admin: 'yes', auditor: false },
      { admin: true, auditor: true, org: 'ormeval' },
    ])
      expect((await people.oscar.put('/v1/admin/roles/bruno', body)).status).toBe(400);
    expect((await victor.get('/v1/admin/roles')).body).toMatchObject({ people: [{ id: 'victor' }] });
  });

  it('no role lets anybody read a document', async () => {
    const found = async (client: ApiClient) =>
      JSON.stringify((await client.post('/v1/search', { query: 'prime Zanzibelle' })).body).includes('917');
    expect(await found(people.bruno)).toBe(true);
    for (const name of ['adele', 'aude', 'oscar'] as const) expect(await found(people[name])).toBe(false);
    const exposed = await people.aude.get('/v1/admin/exposure/documents?threshold=0');
    expect(exposed.body).toMatchObject({ documents: [] });
    expect(JSON.stringify(exposed.body)).not.toContain('note.md');
  });

  it('the organisation file says who has a role, and nobody else has one after it', async () => {
    await people.oscar.put('/v1/admin/roles/bruno', { admin: true, auditor: true });
    await world.apply({ ...ormeval, auditors: [] });
    expect((await people.oscar.get('/v1/admin/roles')).body).toMatchObject({
      people: [{ id: 'adele' }, { id: 'oscar' }],
    });
    expect(await statusOf(people.aude, audited)).toEqual(all(audited, 404));
    for (const list of ['owners', 'auditors'])
      await expect(world.apply({ ...ormeval, [list]: ['zoe'] })).rejects.toThrow(/zoe/);
  });
});
