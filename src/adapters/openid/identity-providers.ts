import {
  createRemoteJWKSet,
  customFetch as customJwksFetch,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import * as client from 'openid-client';
import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { hashToken } from '../../core/access/opaque-token.ts';
import type { TrustedIssuer } from '../../core/access/trusted-issuer.ts';
import { AppError } from '../../core/errors.ts';
import type { IdentityProviders, SignedIn } from '../../ports/identity-providers.ts';
import type { AddressPolicy } from '../outgoing-http/address-policy.ts';
import { issuerError } from './issuer-error.ts';
import { createIssuerFetch } from './issuer-fetch.ts';
import { keepFresh } from './keep-fresh.ts';

const { timeoutMs, freshMs, cooldownMs, remembered } = tunables.issuers;

/** Signatures with a public key alone: a shared secret, or none at all, proves nothing here. */
const algorithms = ['RS256', 'ES256', 'PS256', 'ES384', 'RS384', 'RS512', 'PS384', 'PS512', 'EdDSA'];

/** What ProConnect signs userinfo with. */
const userinfoAlgorithms = ['RS256', 'ES256'];

const userinfo = z.object({
  sub: z.string(),
  given_name: z.string().optional(),
  usual_name: z.string().optional(),
});

/**
 * OpenID Connect by `openid-client`, signed tokens by `jose`. Discovery documents and keys are kept for a while; a key that is not
 * known has them read again, at most once in a while whoever asks.
 */
export function createIdentityProviders(options: { readonly mayConnect: AddressPolicy }): IdentityProviders {
  const fetch = createIssuerFetch(options.mayConnect);
  const configurations = keepFresh<client.Configuration>({ freshMs, most: remembered });
  const keySets = keepFresh<
    JWTVerifyGetKey & { jwks(): { keys: unknown[] } | undefined; reload(): Promise<void> }
  >({
    freshMs: Number.POSITIVE_INFINITY,
    most: remembered,
  });

  const configurationOf = (issuer: TrustedIssuer, secret: string | null): Promise<client.Configuration> =>
    configurations(
      JSON.stringify([issuer.issuer, issuer.audience, secret !== null && hashToken(secret)]),
      async () => {
        const url = new URL(issuer.issuer);
        const found = await client.discovery(
          url,
          issuer.audience,
          secret ?? undefined,
          secret === null ? client.None() : client.ClientSecretPost(secret),
          {
            [client.customFetch]: fetch,
            timeout: timeoutMs / 1000,
            // The guarded fetch lets it go to neighbours alone.
            ...(url.protocol === 'http:' && { execute: [client.allowInsecureRequests] }),
          },
        );
        if (found.serverMetadata().issuer !== issuer.issuer) throw new AppError('ISSUER_UNAVAILABLE');
        // Signatures count, not only where a token came from (R27).
        client.enableNonRepudiationChecks(found);
        return found;
      },
    );

  const keysOf = async (issuer: TrustedIssuer) => {
    const url = issuer.jwksUrl ?? (await configurationOf(issuer, null)).serverMetadata().jwks_uri;
    if (url === undefined) throw new AppError('ISSUER_UNAVAILABLE');
    return keySets(url, async () =>
      createRemoteJWKSet(new URL(url), {
        [customJwksFetch]: fetch,
        timeoutDuration: timeoutMs,
        cacheMaxAge: freshMs,
        cooldownDuration: cooldownMs,
      }),
    );
  };

  const verify = async (
    issuer: TrustedIssuer,
    token: string,
    accepted: readonly string[] = algorithms,
  ): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, await keysOf(issuer), {
      algorithms: [...accepted],
      issuer: issuer.issuer,
      audience: issuer.audience,
      clockTolerance: tunables.sessions.clockSeconds,
    });
    return payload;
  };

  /** ProConnect says names here alone, signed; its access token lives a minute, so it is used at once. */
  const nameOf = async (
    issuer: TrustedIssuer,
    endpoint: string | undefined,
    accessToken: string,
    subject: string,
  ): Promise<string | null> => {
    if (endpoint === undefined) throw new AppError('ISSUER_UNAVAILABLE');
    const reply = await fetch(endpoint, {
      headers: { authorization: `Bearer ${accessToken}`, accept: 'application/jwt' },
    });
    if (!reply.ok) throw new AppError('ISSUER_UNAVAILABLE');
    if (!/^application\/jwt\b/i.test(reply.headers.get('content-type') ?? ''))
      throw new AppError('SIGN_IN_REFUSED');
    const said = userinfo.parse(await verify(issuer, await reply.text(), userinfoAlgorithms));
    if (said.sub !== subject) throw new AppError('SIGN_IN_REFUSED');
    return [said.given_name, said.usual_name].filter(Boolean).join(' ') || null;
  };

  return {
    start: async (issuer, secret, { state, nonce, verifier, redirectUri }) => {
      try {
        return client.buildAuthorizationUrl(await configurationOf(issuer, secret), {
          redirect_uri: redirectUri,
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(issuer.profile === 'proconnect'
            ? { scope: 'openid given_name usual_name', acr_values: 'eidas1' }
            : { scope: 'openid' }),
        });
      } catch (error) {
        throw issuerError(error, 'ISSUER_UNAVAILABLE');
      }
    },

    finish: async (issuer, secret, { state, nonce, verifier, callback }): Promise<SignedIn> => {
      try {
        const configuration = await configurationOf(issuer, secret);
        const tokens = await client.authorizationCodeGrant(configuration, callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new AppError('SIGN_IN_REFUSED');
        const { userinfo_endpoint: endpoint } = configuration.serverMetadata();
        return {
          idToken: tokens.id_token ?? '',
          subject: claims.sub,
          providerSession: typeof claims['sid'] === 'string' ? claims['sid'] : null,
          name:
            issuer.profile === 'proconnect'
              ? await nameOf(issuer, endpoint, tokens.access_token, claims.sub)
              : null,
        };
      } catch (error) {
        throw issuerError(error, 'SIGN_IN_REFUSED');
      }
    },

    end: async (issuer, secret, { idToken, returnTo }) => {
      try {
        const configuration = await configurationOf(issuer, secret);
        if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
        return client.buildEndSessionUrl(configuration, {
          id_token_hint: idToken,
          post_logout_redirect_uri: returnTo,
          // ProConnect wants one; nothing here depends on what comes back.
          state: client.randomState(),
        });
      } catch (error) {
        throw issuerError(error, 'ISSUER_UNAVAILABLE');
      }
    },

    verify: async (issuer, token) => {
      try {
        return await verify(issuer, token);
      } catch (error) {
        throw issuerError(error, 'TOKEN_INVALID');
      }
    },

    countKeys: async (issuer) => {
      try {
        const keys = await keysOf(issuer);
        await keys.reload();
        return keys.jwks()?.keys.length ?? 0;
      } catch (error) {
        throw issuerError(error, 'ISSUER_UNAVAILABLE');
      }
    },
  };
}
