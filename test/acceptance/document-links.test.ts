import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ApiClient, createApiClient, eventually } from '../support/api-client.ts';
import { freePort } from '../support/listen.ts';
import { type SigningIssuer, startSigningIssuer } from '../support/signing-issuer.ts';
import { document as documentShape } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const made = z.strictObject({
  content: z.string().regex(/^\/v1\/links\/[\w-]+\/content$/),
  page: z.string().nullable(),
  pages: z.int(),
  expiresAt: z.iso.datetime(),
});
const text = 'Les écluses ouvrent à sept heures.';

describe('R18: links to documents', () => {
  let world: World;
  let issuer: SigningIssuer;
  let publicUrl: string;
  const members = (people: readonly string[]) => ({
    organisation: 'ormeval',
    users: ['alice', 'bruno'],
    people: Object.fromEntries(
      ['alice', 'bruno'].map((id) => [id, { identities: [{ issuer: issuer.issuer, subject: `w-${id}` }] }]),
    ),
    spaces: { port: { title: 'Port', members: people.map((id) => `user:${id}`) } },
  });
  /** Somebody of Ormeval in a session of their own. */
  const signedIn = async (id: string): Promise<ApiClient> => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer.issuer,
      aud: 'sourcier',
      sub: `w-${id}`,
      jti: randomUUID(),
      iat: now,
      exp: now + 120,
    };
    const reply = await world.anonymous().request(
      'POST',
      '/v1/token',
      new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        subject_token: await issuer.sign(claims),
      }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
    return createApiClient(
      world.server.address,
      z.looseObject({ access_token: z.string() }).parse(reply.body).access_token,
    );
  };
  const upload = async (client: ApiClient, space: string, name = `${randomUUID()}.txt`) => {
    const { id } = documentShape.parse((await client.upload({ space }, name, text)).body);
    await eventually(async () =>
      JSON.stringify((await client.get(`/v1/documents/${id}`)).body).includes('searchable-words'),
    );
    return id;
  };
  const link = async (client: ApiClient, id: string, headers?: Record<string, string>) => {
    const reply = await client.post(`/v1/documents/${id}/links`, {}, headers);
    expect(reply.status).toBe(201);
    return made.parse(reply.body);
  };
  const open = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, world.server.address), { headers });
  const statusOf = async (path: string, headers?: Record<string, string>) =>
    (await open(path, headers)).status;

  beforeAll(async () => {
    issuer = await startSigningIssuer();
    const port = await freePort();
    publicUrl = `http://127.0.0.1:${port}`;
    world = await openWorld({
      BLOB_ENCRYPTION: 'on',
      ISSUER_PRIVATE_NETWORKS: '127.0.0.0/8',
      PORT: port,
      PUBLIC_URL: publicUrl,
    });
    await world.apply(members(['alice', 'bruno']));
    await world.apply({
      organisation: 'valmarin',
      users: ['victor'],
      spaces: { phare: { title: 'Phare', members: ['user:victor'] } },
    });
    const issuing = [
      '--kind',
      'workplace',
      '--issuer',
      issuer.issuer,
      '--audience',
      'sourcier',
      '--jwks',
      `${issuer.issuer}/jwks`,
    ];
    await world.cliJson('issuer', 'add', 'espace', ...issuing, '--org', 'ormeval');
  });
  afterAll(async () => {
    await world?.close();
    await issuer?.close();
  });

  it('open the file without a header, whole or in ranges, as an attachment that no cache keeps', async () => {
    const alice = await signedIn('alice');
    const { content, expiresAt } = await link(alice, await upload(alice, 'port'));
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(5 * 60_000);
    const whole = await open(content);
    expect([whole.status, await whole.text()]).toEqual([200, text]);
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    expect(whole.headers.get('cache-control')).toBe('private, no-store');
    expect(whole.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const bytes = Buffer.from(text);
    const part = await open(content, { range: 'bytes=4-11' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 4-11/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(4, 12))).toBe(true);
  });

  it('open nothing for another person or another organisation, whose credentials come along', async () => {
    const alice = await signedIn('alice');
    const bruno = await signedIn('bruno');
    const victor = await world.as('victor', 'valmarin');
    const { content } = await link(alice, await upload(alice, 'port'));
    const foreign = await link(victor, await upload(victor, 'phare'));
    const as = ({ token }: ApiClient) => ({ authorization: `Bearer ${token}` });
    expect(await statusOf(content, as(alice))).toBe(200);
    expect(await statusOf(foreign.content, as(victor))).toBe(200);
    // Bruno may read the document: the link is not his all the same.
    for (const [path, headers] of [
      [content, as(bruno)],
      [content, as(victor)],
      [content, { cookie: `__Host-sourcier=${bruno.token}` }],
      [foreign.content, as(alice)],
    ] as const)
      expect(await statusOf(path, headers)).toBe(404);
  });

  it('end with the right to read, and look then like links that never were', async () => {
    const alice = await signedIn('alice');
    const { content } = await link(alice, await upload(alice, 'port'));
    await world.apply(members(['bruno']));
    const lost = await open(content);
    const never = await open(content.replace(/links\/.{8}/, 'links/AAAAAAAA'));
    const seen = async (reply: Response) => {
      const { requestId: _own, ...body } = (await reply.json()) as Record<string, unknown>;
      const headers = [...reply.headers].filter(([name]) => !['date', 'keep-alive'].includes(name));
      return { status: reply.status, body, headers };
    };
    expect(lost.status).toBe(404);
    expect(await seen(lost)).toEqual(await seen(never));
    await world.apply(members(['alice', 'bruno']));
    expect(await statusOf(content)).toBe(200);
  });

  it('end with the session', async () => {
    const alice = await signedIn('alice');
    const { content } = await link(alice, await upload(alice, 'port'));
    const other = await link(await signedIn('alice'), await upload(alice, 'port'));
    expect((await alice.post('/v1/sign-out', {})).status).toBe(200);
    expect(await statusOf(content)).toBe(404);
    expect(await statusOf(other.content)).toBe(200);
  });

  it('are bound to the cookie of the browser that made them', async () => {
    const alice = await signedIn('alice');
    const id = await upload(alice, 'port');
    const cookie = { cookie: `__Host-sourcier=${alice.token}` };
    const anonymous = world.anonymous();
    const { content } = await link(anonymous, id, { ...cookie, origin: publicUrl });
    expect(await statusOf(content, cookie)).toBe(200);
    expect(await statusOf(content)).toBe(404);
    expect((await anonymous.post(`/v1/documents/${id}/links`, {}, cookie)).status).toBe(403);
  });
});
