import type { AccessRepository, Person } from '../../ports/access-repository.ts';
import type { Sessions } from '../../ports/sessions.ts';
import type { TokenIssuer } from '../../ports/token-issuer.ts';
import { AppError } from '../errors.ts';
import { bearerOf } from './bearer.ts';
import { hashToken, isToken } from './opaque-token.ts';

/**
 * Finds the person that a bearer token speaks for: a session of somebody whom a trusted issuer signed in, or a token of the
 * installation's own issuer. A session that ended, and somebody who was removed since, are refused like a bad token.
 * @throws AppError `TOKEN_MISSING` or `TOKEN_INVALID`
 */
export async function authenticateCaller(
  deps: {
    readonly access: Pick<AccessRepository, 'findPerson'>;
    readonly issuer: Pick<TokenIssuer, 'verify'>;
    readonly sessions: Pick<Sessions, 'findLive'>;
  },
  authorization: string | undefined,
): Promise<Person> {
  const token = bearerOf(authorization);
  const claims = isToken('session', token)
    ? await deps.sessions.findLive(hashToken(token))
    : await deps.issuer.verify(token);
  const person = claims && (await deps.access.findPerson(claims.org, claims));
  if (!person) throw new AppError('TOKEN_INVALID');
  return person;
}

/**
 * Whether a person may still be served who was a moment ago: not when their session was ended, or they were removed, while a
 * reply streams (R07). A token that expires meanwhile lets it come to its end.
 */
export async function isStillServed(
  deps: {
    readonly sessions: Pick<Sessions, 'findLive'>;
    readonly isThere: (org: string, id: string) => Promise<boolean>;
  },
  authorization: string | undefined,
  { org, id }: Pick<Person, 'org' | 'id'>,
): Promise<boolean> {
  const token = bearerOf(authorization);
  const isSession = isToken('session', token);
  if (isSession && !(await deps.sessions.findLive(hashToken(token), { expiredToo: true }))) return false;
  return deps.isThere(org, id);
}
