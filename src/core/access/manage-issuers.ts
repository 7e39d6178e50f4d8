import type { SecretBox } from '../../ports/secret-box.ts';
import type { StoredIssuer, TrustedIssuers } from '../../ports/trusted-issuers.ts';
import { AppError } from '../errors.ts';
import { isNearby } from '../trust.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

type Deps = { readonly trustedIssuers: TrustedIssuers; readonly secretBox: SecretBox };

/** An issuer as the operator writes it. `secret` absent: none is shown to it. */
export type IssuerInput = Omit<TrustedIssuer, 'hasSecret'> & { readonly secret?: string | undefined };

/**
 * Trusts an issuer, or changes it whole: its secret must be given again, so that it never goes to another host than the one it was
 * given for (R55).
 * @throws AppError `ISSUER_INVALID` says what to mend
 */
export async function saveIssuer(
  { trustedIssuers, secretBox }: Deps,
  { secret, ...issuer }: IssuerInput,
): Promise<void> {
  const address = checkedAddress('issuer', issuer.issuer);
  if (issuer.jwksUrl !== null) checkedAddress('jwks', issuer.jwksUrl);
  if (secret !== undefined && issuer.kind === 'workplace')
    throw new AppError('ISSUER_INVALID', {
      detail: 'secret: a workplace is shown none, it has its own key.',
    });
  if (issuer.kind === 'workplace' && issuer.profile !== 'standard')
    throw new AppError('ISSUER_INVALID', { detail: 'profile: only for the kind oidc.' });
  if (issuer.kind === 'workplace' && issuer.publicName !== null)
    throw new AppError('ISSUER_INVALID', { detail: 'public name: only for the kind oidc.' });
  await trustedIssuers.save(issuer, {
    secret: secret === undefined ? null : secretBox.seal(secret, contextOf(issuer, address.origin)),
    by: null,
  });
}

/** The secret that we show an issuer, opened for its own host and no other. @throws AppError `SECRET_UNREADABLE` */
export function secretOf({ secretBox }: Pick<Deps, 'secretBox'>, issuer: StoredIssuer): string | null {
  return issuer.secret && secretBox.open(issuer.secret, contextOf(issuer, new URL(issuer.issuer).origin));
}

/** Seals all secrets of an organisation's issuers with the key in use. Gives how many were sealed anew. */
export async function resealIssuers({ trustedIssuers, secretBox }: Deps, org: string): Promise<number> {
  let done = 0;
  for (const { id } of await trustedIssuers.list(org)) {
    const issuer = await trustedIssuers.find(org, id);
    if (!issuer?.secret || !secretBox.isOld(issuer.secret)) continue;
    const context = contextOf(issuer, new URL(issuer.issuer).origin);
    const sealed = secretBox.seal(secretBox.open(issuer.secret, context), context);
    if (await trustedIssuers.replaceSecret(org, id, issuer.secret, sealed)) done += 1;
  }
  return done;
}

/** Whose secret it is and where it may go: part of what is authenticated (R57). */
function contextOf({ org, id }: Pick<TrustedIssuer, 'org' | 'id'>, origin: string): readonly string[] {
  return ['issuer', org, id, origin];
}

function checkedAddress(name: string, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isNearby(url.hostname));
  if (!url || !isSafe || url.username || url.password || url.hash)
    throw new AppError('ISSUER_INVALID', {
      detail: `${name}: an https address, without user or password; plain http for neighbours only.`,
    });
  return url;
}
