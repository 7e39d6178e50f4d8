import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createIdentityProviders } from '../../../src/adapters/openid/identity-providers.ts';
import { createAddressPolicy } from '../../../src/adapters/outgoing-http/address-policy.ts';
import type { TrustedIssuer } from '../../../src/core/access/trusted-issuer.ts';
import type { IdentityProviders } from '../../../src/ports/identity-providers.ts';
import { makeKey, type SigningIssuer, startSigningIssuer } from '../../support/signing-issuer.ts';

const proof = { state: 'the-state', nonce: 'the-nonce', verifier: 'v'.repeat(43) };
const redirectUri = 'https://sourcier.example/v1/sign-in/callback';
const now = () => Math.floor(Date.now() / 1000);
const refused = expect.objectContaining({ code: 'SIGN_IN_REFUSED' });

let server: SigningIssuer;
let trusted: TrustedIssuer;
let providers: IdentityProviders;

beforeAll(async () => {
  server = await startSigningIssuer();
});
afterAll(() => server.close());
beforeEach(() => {
  trusted = {
    org: 'ormeval',
    id: 'proconnect',
    kind: 'oidc',
    issuer: server.issuer,
    audience: 'sourcier',
    jwksUrl: null,
    profile: 'proconnect',
    publicName: null,
    hasSecret: true,
  };
  providers = createIdentityProviders({ mayConnect: createAddressPolicy(['127.0.0.0/8']) });
  for (const name of Object.keys(server.answers)) delete server.answers[name as keyof typeof server.answers];
  says({});
});

const idToken = (): JWTPayload => ({
  iss: server.issuer,
  aud: 'sourcier',
  sub: 'p-alice',
  sid: 'session-1',
  nonce: proof.nonce,
  iat: now(),
  exp: now() + 60,
});
const userinfo = (): JWTPayload => ({
  iss: server.issuer,
  aud: 'sourcier',
  sub: 'p-alice',
  given_name: 'Alice',
  usual_name: 'Martin',
});
type Signing = Parameters<SigningIssuer['sign']>[1];

/** Has the issuer say something else than it should, in its ID token or its userinfo. */
function says(lies: {
  readonly id?: () => object;
  readonly idSigning?: Signing;
  readonly info?: () => object;
  readonly infoSigning?: Signing;
  readonly rawId?: () => Promise<string> | string;
}): void {
  server.answers.token = async () => ({
    body: JSON.stringify({
      access_token: 'access-1',
      token_type: 'Bearer',
      expires_in: 60,
      id_token: await (lies.rawId?.() ?? server.sign({ ...idToken(), ...lies.id?.() }, lies.idSigning)),
    }),
  });
  server.answers.userinfo = async (authorization) =>
    authorization === 'Bearer access-1'
      ? {
          type: 'application/jwt',
          body: await server.sign({ ...userinfo(), ...lies.info?.() }, lies.infoSigning),
        }
      : { status: 401, body: '' };
}

const finish = (query: Record<string, string> = {}) =>
  providers.finish(trusted, 'the-secret', {
    ...proof,
    callback: new URL(`${redirectUri}?${new URLSearchParams({ code: 'c', state: proof.state, ...query })}`),
  });

test('asks with PKCE, state and nonce, for no more than names, and says who came back', async () => {
  const { searchParams, origin } = await providers.start(trusted, 'the-secret', { ...proof, redirectUri });
  expect(origin).toBe(server.issuer);
  expect(Object.fromEntries(searchParams)).toEqual({
    response_type: 'code',
    client_id: 'sourcier',
    redirect_uri: redirectUri,
    scope: 'openid given_name usual_name',
    acr_values: 'eidas1',
    state: proof.state,
    nonce: proof.nonce,
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  });
  let form = new URLSearchParams();
  const { token } = server.answers;
  server.answers.token = (sent) => {
    form = sent;
    return token?.(sent) ?? { body: '' };
  };
  expect(await finish()).toEqual({
    subject: 'p-alice',
    providerSession: 'session-1',
    name: 'Alice Martin',
    idToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  });
  expect(Object.fromEntries(form)).toMatchObject({
    code: 'c',
    code_verifier: proof.verifier,
    redirect_uri: redirectUri,
    client_id: 'sourcier',
    client_secret: 'the-secret',
  });
});

test('a standard issuer is asked for no userinfo', async () => {
  trusted = { ...trusted, profile: 'standard' };
  delete server.answers.userinfo;
  expect(await finish()).toMatchObject({ subject: 'p-alice', name: null });
});

describe('R27: sign-in is refused with an ID token', () => {
  test.each<[string, () => object]>([
    ['for another audience', () => ({ aud: 'ailleurs' })],
    ['of another issuer', () => ({ iss: 'https://ailleurs.example' })],
    ['that has expired', () => ({ iat: now() - 600, exp: now() - 300 })],
    ['with another nonce', () => ({ nonce: 'another' })],
    ['without a nonce', () => ({ nonce: undefined })],
    ['without a subject', () => ({ sub: undefined })],
    ['for two, by somebody else', () => ({ aud: ['sourcier', 'ailleurs'], azp: 'ailleurs' })],
  ])('%s', async (_what, id) => {
    says({ id });
    await expect(finish()).rejects.toEqual(refused);
  });

  test('without a signature', async () => {
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const header of [{ alg: 'none' }, { alg: 'none', typ: 'JWT' }]) {
      says({ rawId: () => `${encoded(header)}.${encoded(idToken())}.` });
      await expect(finish()).rejects.toEqual(refused);
    }
  });

  test('signed by an unknown key, or by somebody else in the name of a known one', async () => {
    const stranger = await makeKey('stranger');
    says({ idSigning: { key: stranger } });
    await expect(finish()).rejects.toEqual(refused);
    says({ idSigning: { key: stranger, kid: 'first' } });
    await expect(finish()).rejects.toEqual(refused);
    says({ idSigning: { key: await makeKey('curve', 'ES384'), kid: 'first', alg: 'ES384' } });
    await expect(finish()).rejects.toEqual(refused);
  });

  test('that was changed after it was signed, or is not there', async () => {
    says({
      rawId: async () => {
        const [header, , signature] = (await server.sign(idToken())).split('.');
        const payload = Buffer.from(JSON.stringify({ ...idToken(), sub: 'p-bruno' })).toString('base64url');
        return `${header}.${payload}.${signature}`;
      },
    });
    await expect(finish()).rejects.toEqual(refused);
    server.answers.token = () => ({
      body: JSON.stringify({ access_token: 'access-1', token_type: 'Bearer', expires_in: 60 }),
    });
    await expect(finish()).rejects.toEqual(refused);
  });
});

describe('R27: sign-in is refused with userinfo', () => {
  test.each<[string, () => object]>([
    ['about somebody else', () => ({ sub: 'p-bruno' })],
    ['for another audience', () => ({ aud: 'ailleurs' })],
    ['of another issuer', () => ({ iss: 'https://ailleurs.example' })],
    ['that has expired', () => ({ exp: now() - 300 })],
    ['without an audience', () => ({ aud: undefined })],
  ])('%s', async (_what, info) => {
    says({ info });
    await expect(finish()).rejects.toEqual(refused);
  });

  test('that is not signed, or by an unknown key, or by another algorithm than its own', async () => {
    server.answers.userinfo = () => ({ body: JSON.stringify(userinfo()) });
    await expect(finish()).rejects.toEqual(refused);
    says({ infoSigning: { key: await makeKey('stranger') } });
    await expect(finish()).rejects.toEqual(refused);
    const key = await makeKey('other', 'PS256');
    server.answers.jwks = () => ({ body: JSON.stringify({ keys: [key.publicKey] }) });
    says({ infoSigning: { key, alg: 'PS256' }, idSigning: { key, alg: 'PS256' } });
    server.answers.discovery = (document) => ({
      ...document,
      id_token_signing_alg_values_supported: ['PS256'],
    });
    providers = createIdentityProviders({ mayConnect: createAddressPolicy(['127.0.0.0/8']) });
    await expect(finish()).rejects.toEqual(refused);
  });

  test('ES256 is accepted as RS256 is', async () => {
    const key = await makeKey('curve', 'ES256');
    server.answers.jwks = () => ({ body: JSON.stringify({ keys: [key.publicKey] }) });
    const signing = { key, alg: 'ES256' };
    says({ infoSigning: signing, idSigning: signing });
    expect(await finish()).toMatchObject({ name: 'Alice Martin' });
  });
});

test('R27: sign-in is refused with another state, without one, without a code, with an error, or from another issuer', async () => {
  for (const query of [
    { state: 'another' },
    { state: '' },
    { code: '' },
    { error: 'access_denied' },
    { iss: 'https://ailleurs.example' },
  ])
    await expect(finish(query)).rejects.toEqual(refused);
  const callback = new URL(`${redirectUri}?code=c`);
  await expect(providers.finish(trusted, 's', { ...proof, callback })).rejects.toEqual(refused);
  server.answers.token = () => ({ status: 400, body: JSON.stringify({ error: 'invalid_grant' }) });
  await expect(finish()).rejects.toEqual(refused);
});

test('an issuer that is down, slow of mind or somebody else is unavailable, not refused', async () => {
  const unavailable = expect.objectContaining({ code: 'ISSUER_UNAVAILABLE' });
  server.answers.token = () => ({ status: 503, type: 'text/html', body: '<p>En maintenance</p>' });
  await expect(finish()).rejects.toEqual(unavailable);
  says({});
  server.answers.userinfo = () => ({ status: 500, body: '' });
  await expect(finish()).rejects.toEqual(unavailable);
  providers = createIdentityProviders({ mayConnect: createAddressPolicy(['127.0.0.0/8']) });
  server.answers.discovery = (document) => ({ ...document, issuer: 'https://ailleurs.example' });
  await expect(providers.start(trusted, null, { ...proof, redirectUri })).rejects.toEqual(unavailable);
  server.answers.discovery = (document) => ({ ...document, padding: 'x'.repeat(2 * 1024 * 1024) });
  await expect(providers.start(trusted, null, { ...proof, redirectUri })).rejects.toEqual(unavailable);
});

describe('R51: nobody is led to an address that is not open', () => {
  const forbidden = expect.objectContaining({ code: 'ISSUER_ADDRESS_FORBIDDEN' });

  test.each([
    'http://127.0.0.1:1',
    'https://127.0.0.1:1',
    'https://[::1]:1',
    'https://[::ffff:169.254.169.254]',
    'https://0x7f.1:1',
    'https://2130706433:1',
    'https://localhost:1',
    'http://issuer.example',
  ])('%s, as issuer or as the address of its keys', async (address) => {
    providers = createIdentityProviders({ mayConnect: createAddressPolicy([]) });
    const workplace = { ...trusted, kind: 'workplace' as const };
    await expect(providers.countKeys({ ...workplace, issuer: address })).rejects.toEqual(forbidden);
    await expect(providers.countKeys({ ...workplace, jwksUrl: address })).rejects.toEqual(forbidden);
  });

  test('by its discovery document', async () => {
    const elsewhere = 'http://127.0.0.2:1';
    providers = createIdentityProviders({ mayConnect: createAddressPolicy(['127.0.0.1/32']) });
    server.answers.discovery = (document) => ({ ...document, jwks_uri: elsewhere });
    await expect(providers.countKeys(trusted)).rejects.toEqual(forbidden);
    server.answers.discovery = (document) => ({ ...document, userinfo_endpoint: elsewhere });
    providers = createIdentityProviders({ mayConnect: createAddressPolicy(['127.0.0.1/32']) });
    await expect(finish()).rejects.toEqual(forbidden);
    server.answers.discovery = (document) => ({ ...document, token_endpoint: elsewhere });
    providers = createIdentityProviders({ mayConnect: createAddressPolicy(['127.0.0.1/32']) });
    await expect(finish()).rejects.toEqual(forbidden);
  });
});

test('keys are read once, and again for one that is new', async () => {
  const claims = () => ({ ...idToken(), jti: 'j' });
  const before = server.counts.jwks;
  for (let i = 0; i < 5; i += 1) await providers.verify(trusted, await server.sign(claims()));
  expect(server.counts.jwks - before).toBe(1);
  await server.addKey('second');
  // Within the cooldown a new key waits, so that strangers cannot have us ask at will.
  await expect(providers.verify(trusted, await server.sign(claims()))).rejects.toEqual(
    expect.objectContaining({ code: 'TOKEN_INVALID' }),
  );
  const later = createIdentityProviders({ mayConnect: createAddressPolicy(['127.0.0.0/8']) });
  expect(await later.verify(trusted, await server.sign(claims()))).toMatchObject({ sub: 'p-alice' });
});
