import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { readConnection } from '../support/test-stores.ts';
import { problem } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const shown = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  source: z.string().nullable(),
  state: z.enum(['live', 'expired', 'revoked']),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
const made = shown.extend({ key: z.string() });
const wanted = { name: 'Espace de travail', scopes: ['events:write'] };
const dayMs = 24 * 60 * 60 * 1000;

describe('service keys', () => {
  let world: World;
  let database: Database;
  let adele: ApiClient;
  let victor: ApiClient;

  const add = async (admin: ApiClient, more: object = {}) => {
    const reply = await admin.post('/v1/admin/service-keys', { ...wanted, ...more });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('cache-control')).toContain('no-store');
    return made.parse(reply.body);
  };
  const list = async (admin: ApiClient) =>
    z.strictObject({ keys: z.array(shown) }).parse((await admin.get('/v1/admin/service-keys')).body).keys;
  const asProgram = (key: string) => createApiClient(world.server.address, key).get('/v1/service');

  beforeAll(async () => {
    world = await openWorld();
    for (const [organisation, admin] of [
      ['ormeval', 'adele'],
      ['valmarin', 'victor'],
    ] as const)
      await world.apply({ organisation, users: [admin], admins: [admin], spaces: {} });
    [adele, victor] = await Promise.all([world.as('adele', 'ormeval'), world.as('victor', 'valmarin')]);
    database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
  });
  afterAll(async () => {
    await database?.destroy();
    await world?.close();
  });

  it('R58: a key has 256 random bits, is shown once, and only its hash is kept', async () => {
    const one = await add(adele);
    const two = await add(adele);
    for (const { key } of [one, two])
      expect(Buffer.from(/^sk_([\w-]{43})$/.exec(key)?.[1] ?? '', 'base64url')).toHaveLength(32);
    expect(one.key).not.toBe(two.key);
    expect(Date.parse(one.expiresAt) - Date.now()).toBeGreaterThan(364 * dayMs);
    expect(Date.parse(one.expiresAt) - Date.now()).toBeLessThanOrEqual(365 * dayMs);
    expect(JSON.stringify((await adele.get('/v1/admin/service-keys')).body)).not.toContain('sk_');
    const { rows } = await sql`select * from service_key`.execute(database);
    expect(JSON.stringify(rows)).toContain(one.id);
    expect(JSON.stringify(rows)).not.toContain(one.key.slice(3));
    const audit = JSON.stringify((await adele.get('/v1/admin/audit?action=service-key-added')).body);
    expect(audit).toContain(one.id);
    expect(audit).not.toMatch(/sk_|Espace de travail/);
  });

  it('R17, R20: a key speaks for the organisation of its row, and no request says another one', async () => {
    const unknown = await adele.post('/v1/admin/service-keys', { ...wanted, source: 'xwiki' });
    expect([unknown.status, (unknown.body as { code: string }).code]).toEqual([404, 'SOURCE_UNKNOWN']);
    expect((await adele.put('/v1/admin/sources/xwiki', { title: 'XWiki' })).status).toBe(200);
    const { key, id } = await add(adele, { source: 'xwiki', scopes: ['events:write', 'items:read'] });
    expect(await asProgram(key)).toMatchObject({
      status: 200,
      body: { organisation: 'ormeval', scopes: ['events:write', 'items:read'], source: 'xwiki' },
    });
    expect((await list(adele)).find((each) => each.id === id)?.lastUsedAt).not.toBeNull();
    expect((await list(victor)).map((each) => each.id)).not.toContain(id);
    expect((await victor.delete(`/v1/admin/service-keys/${id}`)).status).toBe(404);
    expect((await asProgram(key)).status).toBe(200);
    for (const field of ['org', 'organisation', 'id', 'hash', 'key'])
      expect((await adele.post('/v1/admin/service-keys', { ...wanted, [field]: 'valmarin' })).status).toBe(
        400,
      );
  });

  it('R58: a key that is revoked or has expired is refused at its next request', async () => {
    const revoked = await add(adele);
    expect((await asProgram(revoked.key)).status).toBe(200);
    expect((await adele.delete(`/v1/admin/service-keys/${revoked.id}`)).status).toBe(204);
    const refused = await asProgram(revoked.key);
    expect([refused.status, problem.parse(refused.body).code]).toEqual([401, 'TOKEN_INVALID']);
    expect((await adele.delete(`/v1/admin/service-keys/${revoked.id}`)).status).toBe(204);

    const expired = await add(adele);
    await sql`update service_key set expires_at = now() where id = ${expired.id}`.execute(database);
    expect((await asProgram(expired.key)).status).toBe(401);
    const states = new Map((await list(adele)).map(({ id, state }) => [id, state]));
    expect([states.get(revoked.id), states.get(expired.id)]).toEqual(['revoked', 'expired']);
    for (const id of ['x', crypto.randomUUID()])
      expect((await adele.delete(`/v1/admin/service-keys/${id}`)).status).toBe(404);
  });

  it('R22, R23: a key opens no route of people, a person’s token none of programs, and neither does what looks like one', async () => {
    const { key } = await add(adele);
    const program = createApiClient(world.server.address, key);
    for (const path of ['/v1/spaces', '/v1/documents', '/v1/admin/service-keys', '/v1/admin/audit'])
      expect((await program.get(path)).status).toBe(401);
    expect((await adele.get('/v1/service')).status).toBe(401);
    expect((await world.anonymous().get('/v1/service')).status).toBe(401);
    for (const text of ['sk_', 'sk_null', key.slice(0, -1), `${key}A`, key.toUpperCase(), `${key}%`])
      expect((await asProgram(text)).status).toBe(401);
    for (const headers of [{ 'x-api-key': key }, { authorization: key }, { cookie: `token=${key}` }])
      expect((await world.anonymous().get('/v1/service', headers)).status).toBe(401);
    expect((await world.anonymous().get(`/v1/service?token=${key}`)).status).toBe(401);
  });

  it('R58: no key outlives two years, has no scope, or one that nobody knows', async () => {
    const at = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
    for (const more of [
      { expiresAt: at(731) },
      { expiresAt: at(-1) },
      { expiresAt: 'demain' },
      { scopes: [] },
      { scopes: ['admin'] },
      { scopes: null },
      { name: '' },
      { source: '' },
    ])
      expect((await adele.post('/v1/admin/service-keys', { ...wanted, ...more })).status).toBe(400);
    expect((await add(adele, { expiresAt: at(729) })).state).toBe('live');
  });

  it('the operator makes, lists and ends keys at the command line', async () => {
    const add = ['service-key', 'add', 'Relais', '--org', 'ormeval'];
    const printed = await world.cli(...add, '--scope', 'events:write', 'items:read', '--days', '30');
    const key = printed.stdout.trim();
    expect(await asProgram(key)).toMatchObject({ status: 200, body: { source: null } });
    const { keys } = z
      .object({ keys: z.array(shown) })
      .parse(await world.cliJson('service-key', 'list', '--org', 'ormeval'));
    const [relay] = keys.filter(({ name }) => name === 'Relais');
    expect(relay?.scopes).toEqual(['events:write', 'items:read']);
    await world.cliJson('service-key', 'revoke', relay?.id ?? '', '--org', 'ormeval');
    expect((await asProgram(key)).status).toBe(401);
    expect((await world.cli(...add, '--scope', 'everything')).exitCode).toBe(64);
    expect((await world.cli('service-key', 'revoke', 'x', '--org', 'ormeval')).exitCode).toBe(1);
    expect((await world.cli('audit', 'verify', '--org', 'ormeval')).exitCode).toBe(0);
  });
});
