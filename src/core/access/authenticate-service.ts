import type { ServiceKeys } from '../../ports/service-keys.ts';
import { AppError } from '../errors.ts';
import { bearerOf } from './bearer.ts';
import { hashToken, isToken } from './opaque-token.ts';
import type { ServiceCaller } from './service-key.ts';

/**
 * Finds the program that a service key speaks for, and that key's organisation. A person's token is no service key, and a key
 * that is unknown, expired or revoked is refused like it.
 * @throws AppError `TOKEN_MISSING` or `TOKEN_INVALID`
 */
export async function authenticateService(
  deps: { readonly serviceKeys: Pick<ServiceKeys, 'findLive'> },
  authorization: string | undefined,
): Promise<ServiceCaller> {
  const key = bearerOf(authorization);
  const caller = isToken('serviceKey', key) ? await deps.serviceKeys.findLive(hashToken(key)) : null;
  if (!caller) throw new AppError('TOKEN_INVALID');
  return caller;
}
