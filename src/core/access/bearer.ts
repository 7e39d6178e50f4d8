import { AppError } from '../errors.ts';

/**
 * What an `Authorization: Bearer …` header holds.
 * @throws AppError `TOKEN_MISSING` without a header, `TOKEN_INVALID` for any other form
 */
export function bearerOf(authorization: string | undefined): string {
  if (!authorization) throw new AppError('TOKEN_MISSING');
  const [scheme, token, ...rest] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) throw new AppError('TOKEN_INVALID');
  return token;
}
