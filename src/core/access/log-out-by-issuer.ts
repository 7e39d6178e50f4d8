import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { IdentityProviders } from '../../ports/identity-providers.ts';
import type { Sessions } from '../../ports/sessions.ts';
import type { TrustedIssuers } from '../../ports/trusted-issuers.ts';
import { AppError } from '../errors.ts';
import { unverifiedClaims } from './unverified-claims.ts';

/** A logout token of OpenID Connect Back-Channel Logout 1.0, section 2.4: it says whose, and is no ID token. */
const logoutClaims = z
  .object({
    jti: z.string().min(1).max(255),
    iat: z.number(),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    events: z.object({ 'http://schemas.openid.net/event/backchannel-logout': z.looseObject({}) }),
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/**
 * Ends the sessions that an issuer says have ended, in every organisation that trusts it: they are refused at their next request
 * (R07). Told twice, it is told once.
 * @throws AppError `TOKEN_INVALID` for anything but a fresh logout token of a trusted issuer
 */
export async function logOutByIssuer(
  deps: {
    readonly trustedIssuers: Pick<TrustedIssuers, 'findByIssuer'>;
    readonly identityProviders: Pick<IdentityProviders, 'verify'>;
    readonly sessions: Pick<Sessions, 'use' | 'endOf'>;
  },
  logoutToken: string,
): Promise<void> {
  const said = unverifiedClaims(logoutToken);
  const trusting = (await deps.trustedIssuers.findByIssuer(said.issuer)).filter(({ audience }) =>
    said.audiences.includes(audience),
  );
  if (trusting.length === 0) throw new AppError('TOKEN_INVALID');
  const { logoutAgeSeconds, clockSeconds } = tunables.sessions;
  for (const issuer of trusting) {
    const claims = logoutClaims.safeParse(await deps.identityProviders.verify(issuer, logoutToken));
    if (!claims.success) throw new AppError('TOKEN_INVALID', { cause: claims.error });
    const { jti, iat, sub, sid } = claims.data;
    const ageSeconds = Date.now() / 1000 - iat;
    if (ageSeconds > logoutAgeSeconds || ageSeconds < -clockSeconds) throw new AppError('TOKEN_INVALID');
    const forgetAt = new Date((iat + logoutAgeSeconds + 2 * clockSeconds) * 1000);
    if (!(await deps.sessions.use(issuer.org, issuer.id, `logout:${jti}`, forgetAt))) continue;
    await deps.sessions.endOf(issuer.org, issuer.id, { providerSession: sid ?? null, subject: sub ?? null });
  }
}
