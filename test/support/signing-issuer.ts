import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

type Key = { readonly kid: string; readonly privateKey: CryptoKey; readonly publicKey: JWK };
type Reply = { readonly status?: number; readonly type?: string; readonly body: string };

/** What a test may have it say otherwise than it should. */
export type IssuerAnswers = {
  discovery?: (document: Record<string, unknown>) => Record<string, unknown>;
  token?: (form: URLSearchParams) => Promise<Reply> | Reply;
  userinfo?: (authorization: string | undefined) => Promise<Reply> | Reply;
  jwks?: () => Reply;
};

/**
 * An issuer that signs what a test tells it to, true or false: a workplace, or a provider of OpenID Connect that lies. Its server,
 * keys and signatures are real.
 */
export async function startSigningIssuer() {
  let keys: Key[] = [await makeKey('first')];
  const answers: IssuerAnswers = {};
  const counts = { jwks: 0, discovery: 0, token: 0 };
  const server = createServer((request, response) => {
    const send = ({ status = 200, type = 'application/json', body }: Reply) =>
      response.writeHead(status, { 'content-type': type }).end(body);
    const answer = async (): Promise<Reply> => {
      const { pathname } = new URL(request.url ?? '/', issuer);
      if (pathname === '/.well-known/openid-configuration') {
        counts.discovery += 1;
        const document = discoveryOf(issuer);
        return { body: JSON.stringify(answers.discovery?.(document) ?? document) };
      }
      if (pathname === '/jwks') {
        counts.jwks += 1;
        return answers.jwks?.() ?? { body: JSON.stringify({ keys: keys.map(({ publicKey }) => publicKey) }) };
      }
      if (pathname === '/token' && answers.token) {
        counts.token += 1;
        return answers.token(new URLSearchParams(await readAll(request)));
      }
      if (pathname === '/userinfo' && answers.userinfo)
        return answers.userinfo(request.headers.authorization);
      return { status: 404, body: '{}' };
    };
    answer().then(send, () => send({ status: 500, body: '{}' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    answers,
    counts,
    /** Signs claims as they are, with its latest key or another one. */
    sign: async (
      claims: JWTPayload,
      options: { readonly key?: Key; readonly kid?: string; readonly alg?: string } = {},
    ): Promise<string> => {
      const key = options.key ?? keys.at(-1);
      if (!key) throw new Error('no key');
      return new SignJWT(claims)
        .setProtectedHeader({ alg: options.alg ?? 'RS256', kid: options.kid ?? key.kid })
        .sign(key.privateKey);
    },
    /** Publishes another key beside the others, or in their place. */
    addKey: async (kid: string, options: { readonly alone?: boolean } = {}) => {
      keys = [...(options.alone ? [] : keys), await makeKey(kid)];
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export type SigningIssuer = Awaited<ReturnType<typeof startSigningIssuer>>;

export async function makeKey(kid: string, alg = 'RS256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, publicKey: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

function discoveryOf(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256', 'ES256'],
    code_challenge_methods_supported: ['S256'],
  };
}
