import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Provider } from 'oidc-provider';

export type Account = { readonly given: string; readonly usual: string; readonly email: string };

/**
 * A provider of OpenID Connect that behaves as ProConnect does: userinfo is a signed JWT, access tokens live 60 s, the family name is
 * in `usual_name`, `sub` is another one for each client and provider, PKCE is asked for, logouts are told by the back channel.
 * `signsIn` says who is at the keyboard.
 */
export async function startProConnect(options: {
  readonly accounts: Readonly<Record<string, Account>>;
  readonly redirectUri: string;
  readonly logoutUri: string;
  /** Where it sends people who have signed out. */
  readonly home: string;
  /** Makes this provider's subjects its own. */
  readonly salt: string;
}) {
  const desk = { account: '' };
  let handle: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { id: 'sourcier', secret: 'un-secret-de-client-que-personne-ne-lit' };
  const subjectOf = (account: string) =>
    createHash('sha256').update(`${options.salt}:${account}:${client.id}`).digest('hex');

  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key: JWK = { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [options.redirectUri],
        post_logout_redirect_uris: [options.home],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'RS256',
        userinfo_signed_response_alg: 'RS256',
        subject_type: 'pairwise',
        backchannel_logout_uri: options.logoutUri,
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [key as never] },
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_context, account) => subjectOf(account),
    scopes: ['openid', 'given_name', 'usual_name', 'email'],
    claims: { openid: ['sub'], given_name: ['given_name'], usual_name: ['usual_name'], email: ['email'] },
    acrValues: ['eidas1'],
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 30,
      IdToken: 60,
      Session: 3_600,
      Interaction: 600,
      Grant: 3_600,
    },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    // Its own dispatcher calls no address of this machine.
    fetch: (url, options = {}) => {
      const { dispatcher: _guard, ...request } = options as RequestInit & { dispatcher?: unknown };
      return fetch(url, request);
    },
    cookies: { keys: ['a key for cookies of this test'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => {
      const account = options.accounts[id];
      return (
        account && {
          accountId: id,
          claims: () => ({
            sub: id,
            given_name: account.given,
            usual_name: account.usual,
            email: account.email,
          }),
        }
      );
    },
  });

  /** Signs in whoever is at the desk, and agrees to what is asked. */
  const interact = async (request: IncomingMessage, response: ServerResponse) => {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const login = { login: { accountId: desk.account } };
      return provider.interactionFinished(request, response, login, { mergeWithLastSubmission: false });
    }
    const grant = new provider.Grant({
      accountId: session?.accountId ?? desk.account,
      clientId: String(params['client_id']),
    });
    grant.addOIDCScope(String(params['scope']));
    const consent = { consent: { grantId: await grant.save() } };
    return provider.interactionFinished(request, response, consent, { mergeWithLastSubmission: true });
  };
  const callback = provider.callback();
  handle = (request, response) =>
    request.url?.startsWith('/interaction/') ? interact(request, response) : callback(request, response);

  return {
    issuer,
    client,
    desk,
    subjectOf,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export type ProConnect = Awaited<ReturnType<typeof startProConnect>>;
