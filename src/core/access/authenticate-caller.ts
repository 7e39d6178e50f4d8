import type { AccessRepository, Person } from '../../ports/access-repository.ts';
import type { TokenIssuer } from '../../ports/token-issuer.ts';
import { AppError } from '../errors.ts';
import { bearerOf } from './bearer.ts';

/**
 * Finds the person that a bearer token speaks for. Somebody who was removed since is refused like a bad token.
 * @throws AppError `TOKEN_MISSING` or `TOKEN_INVALID`
 */
export async function authenticateCaller(
  deps: {
    readonly access: Pick<AccessRepository, 'findPerson'>;
    readonly issuer: Pick<TokenIssuer, 'verify'>;
  },
  authorization: string | undefined,
): Promise<Person> {
  const { org, issuer, subject } = await deps.issuer.verify(bearerOf(authorization));
  const person = await deps.access.findPerson(org, { issuer, subject });
  if (!person) throw new AppError('TOKEN_INVALID');
  return person;
}
