import { exchangeToken } from '../core/access/exchange-token.ts';
import { logOutByIssuer } from '../core/access/log-out-by-issuer.ts';
import { beginSignIn, finishSignIn, signOut } from '../core/access/sign-in.ts';
import { listSignInServices } from '../core/access/sign-in-services.ts';
import { AppError } from '../core/errors.ts';
import type { Services } from '../http/services.ts';
import type { Engines } from './engines.ts';
import type { Stores } from './stores.ts';

/** Signing in and out by the issuers that organisations trust. */
export function createSignOn(
  stores: Stores,
  engines: Pick<Engines, 'identityProviders'>,
  publicUrl: URL | null,
): Services['signOn'] {
  const deps = { ...stores, identityProviders: engines.identityProviders };
  /** Where issuers send browsers back to; it is registered there. */
  const callback = (query = '') => {
    // Without an address of its own the server cannot be come back to.
    if (publicUrl === null) throw new AppError('NOT_FOUND');
    return new URL(`${publicUrl.href.replace(/\/$/, '')}/v1/sign-in/callback${query}`);
  };
  return {
    // Without an address to come back to, nobody is sent anywhere.
    listServices: async () => (publicUrl === null ? [] : listSignInServices(deps)),
    begin: async (wanted) => beginSignIn(deps, { ...wanted, redirectUri: callback().href }),
    finish: async ({ pending, query }) => finishSignIn(deps, { pending, callback: callback(query) }),
    exchange: (embedToken) => exchangeToken(deps, embedToken),
    end: (authorization) => signOut(deps, authorization, publicUrl?.href ?? ''),
    logOut: (logoutToken) => logOutByIssuer(deps, logoutToken),
  };
}
