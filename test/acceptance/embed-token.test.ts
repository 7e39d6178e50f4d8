import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type ApiClient, createApiClient, type Reply } from '../support/api-client.ts';
import { makeKey, type SigningIssuer, startSigningIssuer } from '../support/signing-issuer.ts';
import { readConnection } from '../support/test-stores.ts';
import { problem } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const granted = z.strictObject({
  access_token: z.string().regex(/^ss_[\w-]{43}$/),
  issued_token_type: z.literal('urn:ietf:params:oauth:token-type:access_token'),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
});
const now = () => Math.floor(Date.now() / 1000);

describe('tokens that a workplace signs', () => {
  let world: World;
  let workplace: SigningIssuer;
  let database: Database;
  let anonymous: ApiClient;

  const organisation = (users: readonly string[] = ['alice', 'bruno']) => ({
    organisation: 'ormeval',
    users,
    people: Object.fromEntries(
      users.map((id) => [id, { identities: [{ issuer: workplace.issuer, subject: `w-${id}` }] }]),
    ),
    spaces: { mairie: { title: 'Vie municipale', members: ['user:alice'] } },
  });
  const claims = (more: object = {}) => ({
    iss: workplace.issuer,
    aud: 'sourcier',
    sub: 'w-alice',
    jti: randomUUID(),
    iat: now(),
    exp: now() + 120,
    ...more,
  });
  const exchange = (token: string, more: Record<string, string> = {}): Promise<Reply> =>
    anonymous.request(
      'POST',
      '/v1/token',
      new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        subject_token: token,
        ...more,
      }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
  const assistantOf = async (more: object = {}) => {
    const reply = await exchange(await workplace.sign(claims(more)));
    expect(reply.status).toBe(200);
    return createApiClient(world.server.address, granted.parse(reply.body).access_token);
  };
  const refusal = async (token: string) => {
    const reply = await exchange(token);
    return [reply.status, problem.parse(reply.body).code];
  };

  beforeAll(async () => {
    workplace = await startSigningIssuer();
    world = await openWorld({ ISSUER_PRIVATE_NETWORKS: '127.0.0.0/8' });
    anonymous = world.anonymous();
    await world.apply(organisation());
    await world.apply({ organisation: 'valmarin', users: ['alice'], spaces: {} });
    const add = ['--kind', 'workplace', '--issuer', workplace.issuer, '--audience', 'sourcier'];
    await world.cliJson(
      'issuer',
      'add',
      'espace',
      ...add,
      '--jwks',
      `${workplace.issuer}/jwks`,
      '--org',
      'ormeval',
    );
    database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
  });
  afterAll(async () => {
    await database?.destroy();
    await world?.close();
    await workplace?.close();
  });

  it('are exchanged against a short token of the assistant, of the person that they name and nobody else', async () => {
    const reply = await exchange(await workplace.sign(claims()));
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const { access_token: token, expires_in: seconds } = granted.parse(reply.body);
    expect(seconds).toBeGreaterThan(14 * 60);
    expect(seconds).toBeLessThanOrEqual(15 * 60);
    const alice = createApiClient(world.server.address, token);
    expect((await alice.get('/v1/spaces')).body).toMatchObject({ spaces: [{ id: 'mairie' }] });
    const bruno = await assistantOf({ sub: 'w-bruno' });
    expect((await bruno.get('/v1/spaces')).body).toMatchObject({ spaces: [] });
    // Only its hash is kept (R58).
    const { rows } = await sql`select * from session`.execute(database);
    expect(rows).not.toEqual([]);
    expect(JSON.stringify(rows)).not.toContain(token.slice(3));
  });

  it('R27: are good for one exchange each', async () => {
    const token = await workplace.sign(claims());
    expect((await exchange(token)).status).toBe(200);
    expect(await refusal(token)).toEqual([401, 'TOKEN_INVALID']);
    const both = await workplace.sign(claims());
    const statuses = (await Promise.all([exchange(both), exchange(both)])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 401]);
  });

  it.each([
    ['another audience', () => ({ aud: 'ailleurs' })],
    ['another issuer', () => ({ iss: 'https://ailleurs.example' })],
    ['expired', () => ({ iat: now() - 200, exp: now() - 60 })],
    ['a life of more than five minutes', () => ({ exp: now() + 301 })],
    ['signed in the future', () => ({ iat: now() + 60, exp: now() + 120 })],
    ['no jti', () => ({ jti: undefined })],
    ['no exp', () => ({ exp: undefined })],
    ['no iat', () => ({ iat: undefined })],
    ['no sub', () => ({ sub: undefined })],
    ['an empty jti', () => ({ jti: '' })],
    ['not yet valid', () => ({ nbf: now() + 60 })],
    ['another organisation', () => ({ organisation: 'valmarin' })],
    ['an organisation that is not there', () => ({ organisation: 'x' })],
    ['an organisation that is no text', () => ({ organisation: ['ormeval'] })],
  ])('R27: are refused with %s', async (_what, more) => {
    expect(await refusal(await workplace.sign(claims(more()) as never))).toEqual([401, 'TOKEN_INVALID']);
  });

  it('R27: are refused unsigned, signed by an unknown key, with a shared secret, or changed', async () => {
    const good = await workplace.sign(claims());
    const [header = '', payload = '', signature = ''] = good.split('.');
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const stranger = await makeKey('first');
    for (const token of [
      `${encoded({ alg: 'none' })}.${payload}.`,
      `${encoded({ alg: 'none' })}.${payload}.${signature}`,
      `${encoded({ alg: 'HS256' })}.${payload}.${signature}`,
      `${header}.${encoded(claims({ sub: 'w-bruno' }))}.${signature}`,
      `${header}.${payload}.`,
      await workplace.sign(claims(), { key: stranger }),
      await workplace.sign(claims(), { key: await makeKey('unknown') }),
      'a.b.c',
      'null',
    ])
      expect(await refusal(token)).toEqual([401, 'TOKEN_INVALID']);
    expect((await exchange(good)).status).toBe(200);
  });

  it('R23: are looked for in the form and nowhere else, under its names and no others', async () => {
    const token = await workplace.sign(claims());
    for (const more of [
      { grant_type: 'client_credentials' },
      { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
      { subject_token: '' },
      { organisation: 'valmarin' },
    ])
      expect((await exchange(token, more)).status).toBe(400);
    expect((await anonymous.post('/v1/token', { subject_token: token })).status).toBe(415);
    expect((await createApiClient(world.server.address, token).get('/v1/spaces')).status).toBe(401);
    expect((await exchange(token)).status).toBe(200);
  });

  it('name nobody whom the organisation does not know: who they are is said to them alone', async () => {
    const reply = await exchange(await workplace.sign(claims({ sub: 'w-zoe' })));
    expect(problem.parse(reply.body)).toMatchObject({
      status: 403,
      code: 'ACCOUNT_UNKNOWN',
      detail: expect.stringContaining(`w-zoe (${workplace.issuer})`),
    });
    const { rows } = await sql`select 1 from app_user where id like '%zoe%'`.execute(database);
    expect(rows).toEqual([]);
  });

  it('R07: a person who was removed, or logged out by the workplace, is refused at the next request', async () => {
    const alice = await assistantOf();
    const bruno = await assistantOf({ sub: 'w-bruno' });
    await world.apply(organisation(['alice']));
    expect((await bruno.get('/v1/spaces')).status).toBe(401);
    expect((await alice.get('/v1/spaces')).status).toBe(200);
    await world.apply(organisation());

    const logOut = async (more: object) =>
      anonymous.request(
        'POST',
        '/v1/sign-in/back-channel-logout',
        new URLSearchParams({ logout_token: await workplace.sign(claims(more)) }).toString(),
        { 'content-type': 'application/x-www-form-urlencoded' },
      );
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    for (const more of [
      {},
      { events: {} },
      { events, nonce: 'n' },
      { events, sub: undefined },
      { events, aud: 'ailleurs' },
      { events, iat: now() - 3_600 },
      { events, jti: undefined },
    ])
      expect((await logOut(more)).status).toBe(400);
    expect((await alice.get('/v1/spaces')).status).toBe(200);
    expect((await logOut({ events })).status).toBe(200);
    expect((await alice.get('/v1/spaces')).status).toBe(401);
  });

  it('a token of the assistant ends when its person signs out', async () => {
    const alice = await assistantOf();
    expect(await alice.post('/v1/sign-out', undefined)).toMatchObject({
      status: 200,
      body: { redirect: null },
    });
    expect((await alice.get('/v1/spaces')).status).toBe(401);
  });

  it('follow the keys of the workplace: a new one is taken, and strangers do not make it ask for them over and over', async () => {
    const before = workplace.counts.jwks;
    for (let i = 0; i < 20; i += 1) await refusal(await workplace.sign(claims(), { kid: `stranger-${i}` }));
    expect(workplace.counts.jwks - before).toBeLessThanOrEqual(1);
  });

  it('R30: another organisation’s issuer says nothing here; local tokens end where an issuer is trusted', async () => {
    expect((await world.cli('token', '--as', 'alice', '--org', 'valmarin')).exitCode).toBe(0);
    const refused = await world.cli('token', '--as', 'alice', '--org', 'ormeval', '--json');
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('LOCAL_TOKENS_REFUSED')]);
    const neighbour = await world.as('alice', 'valmarin');
    expect((await neighbour.get('/v1/spaces')).status).toBe(200);
    // Issued before its organisation came to trust an issuer.
    const add = ['--kind', 'workplace', '--issuer', 'https://autre.example', '--audience', 'sourcier'];
    await world.cliJson('issuer', 'add', 'autre', ...add, '--org', 'valmarin');
    expect((await neighbour.get('/v1/spaces')).status).toBe(401);
    await world.cliJson('issuer', 'remove', 'autre', '--org', 'valmarin');
    expect((await neighbour.get('/v1/spaces')).status).toBe(200);
  });

  it('R51, R53: no issuer is called at an address that the operator has not opened', async () => {
    const closed = (...args: string[]) => world.cliWith({ ISSUER_PRIVATE_NETWORKS: '' }, ...args, ...own);
    const own = ['--org', 'closed', '--json'];
    await world.apply({ organisation: 'closed', users: ['alice'], spaces: {} });
    const add = ['issuer', 'add', 'ferme', '--kind', 'workplace', '--audience', 'sourcier', '--issuer'];
    const added = await closed(...add, `${workplace.issuer}/closed`, '--jwks', `${workplace.issuer}/jwks`);
    expect(added.exitCode).toBe(0);
    const before = workplace.counts.jwks;
    const { exitCode, stderr } = await closed('issuer', 'test', 'ferme');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('ISSUER_ADDRESS_FORBIDDEN')]);
    expect(workplace.counts.jwks).toBe(before);
    for (const address of ['http://issuer.example', 'ftp://x', 'https://u:p@issuer.example', 'x'])
      expect((await closed(...add, address)).exitCode).toBe(1);
    expect(await world.cliJson('issuer', 'test', 'espace', '--org', 'ormeval')).toMatchObject({ keys: 1 });
  });

  it('all of it ends when the workplace is trusted no more', async () => {
    const alice = await assistantOf();
    await world.cliJson('issuer', 'remove', 'espace', '--org', 'ormeval');
    expect((await alice.get('/v1/spaces')).status).toBe(401);
    expect(await refusal(await workplace.sign(claims()))).toEqual([401, 'TOKEN_INVALID']);
    expect((await world.cli('audit', 'verify', '--org', 'ormeval')).exitCode).toBe(0);
  });
});
