import { createHash } from 'node:crypto';
import type { StoredIssuer, TrustedIssuers } from '../../ports/trusted-issuers.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** Where people sign in, as anybody may know it: of the organisations behind it, it says nothing, not even how many there are. */
export type SignInService = { readonly id: string; readonly name: string };

type Deps = { readonly trustedIssuers: Pick<TrustedIssuers, 'listPublic' | 'find'> };

/**
 * The sign-in services that the operator shows, by name. Organisations that trust the same issuer, with the same name of ours
 * there, share one: what it is called is the same whoever joins them.
 */
export async function listSignInServices({ trustedIssuers }: Deps): Promise<readonly SignInService[]> {
  const names = new Map<string, string>();
  for (const issuer of await trustedIssuers.listPublic()) {
    const [id, name] = [serviceOf(issuer), issuer.publicName ?? ''];
    const known = names.get(id);
    if (known === undefined || name < known) names.set(id, name);
  }
  return [...names]
    .map(([id, name]) => ({ id, name }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'fr'));
}

/** The organisations' trust behind a service; only this organisation's where one is named. Empty where there is no such service. */
export async function trustBehind(
  { trustedIssuers }: Deps,
  service: string,
  org: string | null,
): Promise<readonly TrustedIssuer[]> {
  const issuers = await trustedIssuers.listPublic();
  return issuers.filter((issuer) => serviceOf(issuer) === service && (org === null || issuer.org === org));
}

/** The one that browsers are sent to for all of them: they are the same there. */
export async function clientOf(
  { trustedIssuers }: Deps,
  [first]: readonly TrustedIssuer[],
): Promise<StoredIssuer | null> {
  return first === undefined ? null : trustedIssuers.find(first.org, first.id);
}

const idCharacters = 22;

/** Made of what everybody knows who signs in there, and of no organisation. */
function serviceOf({ issuer, audience }: TrustedIssuer): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, audience]))
    .digest('base64url')
    .slice(0, idCharacters);
}
