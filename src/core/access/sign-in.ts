import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { AccessRepository, Person } from '../../ports/access-repository.ts';
import type { IdentityProviders, SignInProof } from '../../ports/identity-providers.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import type { Sessions } from '../../ports/sessions.ts';
import type { StoredIssuer, TrustedIssuers } from '../../ports/trusted-issuers.ts';
import { AppError } from '../errors.ts';
import { accountUnknown } from './account-unknown.ts';
import { bearerOf } from './bearer.ts';
import { secretOf } from './manage-issuers.ts';
import { drawToken, hashToken } from './opaque-token.ts';
import { clientOf, trustBehind } from './sign-in-services.ts';
import type { Identity, TrustedIssuer } from './trusted-issuer.ts';

type Deps = {
  readonly access: Pick<AccessRepository, 'findPerson' | 'findOrganisationsOf' | 'findBelonging'>;
  readonly trustedIssuers: Pick<TrustedIssuers, 'find' | 'listPublic'>;
  readonly identityProviders: Pick<IdentityProviders, 'start' | 'finish'>;
  readonly sessions: Pick<Sessions, 'open'>;
  readonly secretBox: SecretBox;
};

/** What the browser keeps, sealed, between its way to the issuer and its way back: only the browser that left may come back. */
const pendingSignIn = z.strictObject({
  at: z.union([
    z.strictObject({ org: z.string(), issuer: z.string() }),
    z.strictObject({ org: z.string().nullable(), service: z.string() }),
  ]),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  endsAt: z.number(),
});

/**
 * Where somebody signs in: with an issuer of an organisation, or with a service of the sign-in page, which says by who they are
 * there to which organisation they belong; `org`: the one they chose, where there are several.
 */
export type SignInPlace = z.infer<typeof pendingSignIn>['at'];

/** A session that was opened, or the organisations of a person who has to choose one first. */
export type SignInOutcome =
  | { readonly token: string; readonly expiresAt: Date; readonly returnTo: string }
  | {
      readonly service: string;
      readonly returnTo: string;
      readonly organisations: readonly { readonly id: string; readonly title: string }[];
    };

const sealedFor = ['sign-in'];
const random = () => randomBytes(tunables.tokens.opaqueBytes).toString('base64url');

/**
 * Sends a browser to an issuer that its organisation trusts. `pending` goes with it as a cookie.
 * @throws AppError `NOT_FOUND` for an organisation or issuer that is not there, or that signs nobody in
 */
export async function beginSignIn(
  deps: Pick<Deps, 'trustedIssuers' | 'identityProviders' | 'secretBox'>,
  wanted: { readonly at: SignInPlace; readonly returnTo: string; readonly redirectUri: string },
): Promise<{ readonly redirect: URL; readonly pending: string }> {
  const { at, returnTo, redirectUri } = wanted;
  const { issuer } = await signingIn(deps, at);
  const proof: SignInProof = { state: random(), nonce: random(), verifier: random() };
  const secret = secretOf(deps, issuer);
  const redirect = await deps.identityProviders.start(issuer, secret, { ...proof, redirectUri });
  const endsAt = Date.now() + tunables.sessions.signInMs;
  const pending = JSON.stringify({ at, ...proof, returnTo, endsAt });
  return {
    redirect,
    pending: Buffer.from(deps.secretBox.seal(pending, sealedFor)).toString('base64url'),
  };
}

/**
 * Opens a session for whoever comes back from an issuer. Nobody is made a member by signing in: that is the workplace's to say.
 * Who belongs to several organisations behind a service gets none before they chose one.
 * @throws AppError `SIGN_IN_REFUSED` for anything that is not the answer to what this browser asked (R27); `ACCOUNT_UNKNOWN`
 */
export async function finishSignIn(
  deps: Deps,
  reply: { readonly pending: string | undefined; readonly callback: URL },
): Promise<SignInOutcome> {
  const { at, returnTo, ...proof } = openPending(deps, reply.pending);
  const { issuer: client, trusting } = await signingIn(deps, at);
  const signedIn = await deps.identityProviders.finish(client, secretOf(deps, client), {
    ...proof,
    callback: reply.callback,
  });
  const { subject, providerSession } = signedIn;
  const identity = { issuer: client.issuer, subject };
  const known = await membersOf(deps, identity, trusting);
  const [first] = known;
  if (first === undefined) throw accountUnknown(client.issuer, signedIn);
  if (known.length > 1 && 'service' in at) {
    const organisations = known.map(async ({ issuer, person }) => {
      const { organisation: title } = await deps.access.findBelonging(issuer.org, person.id);
      return { id: issuer.org, title };
    });
    return { service: at.service, returnTo, organisations: await Promise.all(organisations) };
  }
  const { issuer, person } = first;
  const token = drawToken('session');
  const hash = hashToken(token);
  const { expiresAt } = await deps.sessions.open({
    org: issuer.org,
    issuerId: issuer.id,
    subject,
    providerSession,
    idToken: deps.secretBox.seal(signedIn.idToken, idTokenContext(issuer.org, hash)),
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

/** Whom the browser is sent to, and for which organisations that speaks. */
async function signingIn(
  { trustedIssuers }: Pick<Deps, 'trustedIssuers'>,
  at: SignInPlace,
): Promise<{ readonly issuer: StoredIssuer; readonly trusting: readonly TrustedIssuer[] }> {
  const trusting = 'service' in at ? await trustBehind({ trustedIssuers }, at.service, at.org) : null;
  const issuer =
    'service' in at
      ? await clientOf({ trustedIssuers }, trusting ?? [])
      : await trustedIssuers.find(at.org, at.issuer);
  if (issuer?.kind !== 'oidc') throw new AppError('NOT_FOUND');
  return { issuer, trusting: trusting ?? [issuer] };
}

/** The members of organisations that somebody is, by what their issuer says of them. */
async function membersOf(
  { access }: Pick<Deps, 'access'>,
  identity: Identity,
  trusting: readonly TrustedIssuer[],
): Promise<readonly { readonly issuer: TrustedIssuer; readonly person: Person }[]> {
  const organisations = await access.findOrganisationsOf(
    identity,
    trusting.map(({ org }) => org),
  );
  const members = organisations.map(async (org) => {
    const issuer = trusting.find((one) => one.org === org);
    const person = await access.findPerson(org, identity);
    return issuer && person ? [{ issuer, person }] : [];
  });
  return (await Promise.all(members)).flat();
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
