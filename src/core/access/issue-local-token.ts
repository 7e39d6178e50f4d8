import type { AccessRepository } from '../../ports/access-repository.ts';
import type { TokenIssuer } from '../../ports/token-issuer.ts';
import type { TrustedIssuers } from '../../ports/trusted-issuers.ts';
import { AppError } from '../errors.ts';

/**
 * A token of the installation's own issuer, in the name of a person. An organisation that trusts other issuers has none: theirs
 * are the only ones who say who somebody is.
 * @throws AppError `USER_UNKNOWN`, `LOCAL_TOKENS_REFUSED`
 */
export async function issueLocalToken(
  deps: {
    readonly access: Pick<AccessRepository, 'findPerson'>;
    readonly trustedIssuers: Pick<TrustedIssuers, 'list'>;
    readonly issuer: Pick<TokenIssuer, 'issue'>;
  },
  org: string,
  user: string,
): Promise<{ token: string; expiresAt: Date }> {
  const trusted = await deps.trustedIssuers.list(org);
  if (trusted.length > 0)
    throw new AppError('LOCAL_TOKENS_REFUSED', {
      detail: `${org}: ${trusted.map(({ issuer }) => issuer).join(', ')}`,
    });
  const person = await deps.access.findPerson(org, { id: user });
  if (!person) throw new AppError('USER_UNKNOWN', { detail: `user: ${user}` });
  return deps.issuer.issue({ org, subject: person.id });
}
