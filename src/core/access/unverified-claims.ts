import { z } from 'zod';
import { AppError } from '../errors.ts';

const claims = z.object({
  iss: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string())]),
  organisation: z.string().optional(),
});

/**
 * What a signed token says of who signed it and for whom. **Nothing of it is proven**: it tells only whose keys to try.
 * @throws AppError `TOKEN_INVALID`
 */
export function unverifiedClaims(token: string): {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly organisation: string | undefined;
} {
  try {
    const [, payload = ''] = token.split('.');
    const { iss, aud, organisation } = claims.parse(
      JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')),
    );
    return { issuer: iss, audiences: [aud].flat(), organisation };
  } catch (cause) {
    throw new AppError('TOKEN_INVALID', { cause });
  }
}
