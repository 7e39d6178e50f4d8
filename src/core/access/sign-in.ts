import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { IdentityProviders, SignInProof } from '../../ports/identity-providers.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { Sessions } from '../../ports/sessions.ts';
import type { StoredIssuer, TrustedIssuers } from '../../ports/trusted-issuers.ts';
import { AppError } from '../errors.ts';
import { accountUnknown } from './account-unknown.ts';
import { bearerOf } from './bearer.ts';
import { secretOf } from './manage-issuers.ts';
import { drawToken, hashToken } from './opaque-token.ts';

type Deps = {
  readonly access: Pick<AccessRepository, 'findPerson'>;
  readonly trustedIssuers: Pick<TrustedIssuers, 'find'>;
  readonly identityProviders: Pick<IdentityProviders, 'start' | 'finish'>;
  readonly sessions: Pick<Sessions, 'open'>;
  readonly secretBox: SecretBox;
};

/** What the browser keeps, sealed, between its way to the issuer and its way back: only the browser that left may come back. */
const pendingSignIn = z.strictObject({
  org: z.string(),
  issuer: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  endsAt: z.number(),
});

const sealedFor = ['sign-in'];
const random = () => randomBytes(tunables.tokens.opaqueBytes).toString('base64url');

/**
 * Sends a browser to an issuer that its organisation trusts. `pending` goes with it as a cookie.
 * @throws AppError `NOT_FOUND` for an organisation or issuer that is not there, or that signs nobody in
 */
export async function beginSignIn(
  deps: Pick<Deps, 'trustedIssuers' | 'identityProviders' | 'secretBox'>,
  wanted: {
    readonly org: string;
    readonly issuer: string;
    readonly returnTo: string;
    readonly redirectUri: string;
  },
): Promise<{ readonly redirect: URL; readonly pending: string }> {
  const { org, issuer: id, returnTo, redirectUri } = wanted;
  const issuer = await signingIn(deps, org, id);
  const proof: SignInProof = { state: random(), nonce: random(), verifier: random() };
  const secret = secretOf(deps, issuer);
  const redirect = await deps.identityProviders.start(issuer, secret, { ...proof, redirectUri });
  const endsAt = Date.now() + tunables.sessions.signInMs;
  const pending = JSON.stringify({ org, issuer: id, ...proof, returnTo, endsAt });
  return {
    redirect,
    pending: Buffer.from(deps.secretBox.seal(pending, sealedFor)).toString('base64url'),
  };
}

/**
 * Opens a session for whoever comes back from an issuer. Nobody is made a member by signing in: that is the workplace's to say.
 * @throws AppError `SIGN_IN_REFUSED` for anything that is not the answer to what this browser asked (R27); `ACCOUNT_UNKNOWN`
 */
export async function finishSignIn(
  deps: Deps,
  reply: { readonly pending: string | undefined; readonly callback: URL },
): Promise<{ readonly token: string; readonly expiresAt: Date; readonly returnTo: string }> {
  const { org, issuer: id, returnTo, ...proof } = openPending(deps, reply.pending);
  const issuer = await signingIn(deps, org, id);
  const signedIn = await deps.identityProviders.finish(issuer, secretOf(deps, issuer), {
    ...proof,
    callback: reply.callback,
  });
  const { subject, providerSession } = signedIn;
  const person = await deps.access.findPerson(org, { issuer: issuer.issuer, subject });
  if (!person) throw accountUnknown(issuer.issuer, signedIn);
  const token = drawToken('session');
  const hash = hashToken(token);
  const { expiresAt } = await deps.sessions.open({
    org,
    issuerId: issuer.id,
    subject,
    providerSession,
    idToken: deps.secretBox.seal(signedIn.idToken, idTokenContext(org, hash)),
    kind: 'browser',
    hash,
    lifeMs: tunables.sessions.browserMs,
    user: person.id,
  });
  return { token, expiresAt, returnTo };
}

/**
 * Ends the session of these credentials. Where the issuer can end its own too, gives where the browser must go for that; a token
 * of the installation's own issuer has no session, and ends by itself.
 */
export async function signOut(
  deps: {
    readonly trustedIssuers: Pick<TrustedIssuers, 'find'>;
    readonly identityProviders: Pick<IdentityProviders, 'end'>;
    readonly sessions: Pick<Sessions, 'end'>;
    readonly secretBox: SecretBox;
  },
  authorization: string | undefined,
  returnTo: string,
): Promise<URL | null> {
  const hash = hashToken(bearerOf(authorization));
  const ended = await deps.sessions.end(hash);
  const issuer = ended?.idToken && (await deps.trustedIssuers.find(ended.org, ended.issuerId));
  if (!ended?.idToken || !issuer) return null;
  try {
    const idToken = deps.secretBox.open(ended.idToken, idTokenContext(ended.org, hash));
    return await deps.identityProviders.end(issuer, secretOf(deps, issuer), { idToken, returnTo });
  } catch {
    // Here the session has ended, whatever becomes of the issuer's.
    return null;
  }
}

const idTokenContext = (org: string, hash: string): readonly string[] => ['id-token', org, hash];

async function signingIn(
  { trustedIssuers }: Pick<Deps, 'trustedIssuers'>,
  org: string,
  id: string,
): Promise<StoredIssuer> {
  const issuer = await trustedIssuers.find(org, id);
  if (issuer?.kind !== 'oidc') throw new AppError('NOT_FOUND');
  return issuer;
}

function openPending({ secretBox }: Pick<Deps, 'secretBox'>, sealed: string | undefined) {
  try {
    const bytes = new Uint8Array(Buffer.from(sealed ?? '', 'base64url'));
    const pending = pendingSignIn.parse(JSON.parse(secretBox.open(bytes, sealedFor)));
    if (pending.endsAt > Date.now()) return pending;
  } catch (cause) {
    throw new AppError('SIGN_IN_REFUSED', { cause });
  }
  throw new AppError('SIGN_IN_REFUSED');
}
