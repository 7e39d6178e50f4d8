import { AppError, type ErrorCode, isAppError } from '../../core/errors.ts';

/** Codes of the libraries for an issuer that did not answer as one: the person can do nothing about it. */
const troubles = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'ERR_JOSE_GENERIC',
  'ERR_JWKS_TIMEOUT',
  'ERR_JWKS_INVALID',
]);

/** What went wrong, in our words: the issuer cannot be reached, or else what it said is `refusal`. */
export function issuerError(error: unknown, refusal: ErrorCode): AppError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isAppError(cause)) return cause;
    if (troubles.has((cause as { code?: string }).code ?? ''))
      return new AppError('ISSUER_UNAVAILABLE', { cause: error });
  }
  return new AppError(refusal, { cause: error });
}
