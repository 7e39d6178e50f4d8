import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { AccessRepository } from '../../ports/access-repository.ts';
import type { IdentityProviders } from '../../ports/identity-providers.ts';
import type { Sessions } from '../../ports/sessions.ts';
import type { TrustedIssuers } from '../../ports/trusted-issuers.ts';
import { AppError } from '../errors.ts';
import { accountUnknown } from './account-unknown.ts';
import { drawToken, hashToken } from './opaque-token.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';
import { unverifiedClaims } from './unverified-claims.ts';

type Deps = {
  readonly access: Pick<AccessRepository, 'findPerson'>;
  readonly trustedIssuers: Pick<TrustedIssuers, 'findByIssuer'>;
  readonly identityProviders: Pick<IdentityProviders, 'verify'>;
  readonly sessions: Pick<Sessions, 'open' | 'use'>;
};

const embedClaims = z.object({
  sub: z.string().min(1).max(255),
  jti: z.string().min(1).max(255),
  iat: z.number(),
  exp: z.number(),
});

/**
 * Exchanges a token that a workplace signed for one of its people against the short token of the assistant. Each is good for one
 * exchange, within five minutes of its signing.
 * @throws AppError `TOKEN_INVALID`, `ACCOUNT_UNKNOWN`, `ISSUER_UNAVAILABLE`
 */
export async function exchangeToken(
  deps: Deps,
  embedToken: string,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const issuer = await workplaceOf(deps, embedToken);
  const claims = embedClaims.safeParse(await deps.identityProviders.verify(issuer, embedToken));
  if (!claims.success) throw new AppError('TOKEN_INVALID', { cause: claims.error });
  const { sub: subject, jti, iat, exp } = claims.data;
  const { embedLifeSeconds, clockSeconds, assistantMs } = tunables.sessions;
  const ageSeconds = Date.now() / 1000 - iat;
  if (exp - iat > embedLifeSeconds || ageSeconds < -clockSeconds) throw new AppError('TOKEN_INVALID');
  // Remembered for as long as a clock that is behind might still take it.
  const forgetAt = new Date((exp + 2 * clockSeconds) * 1000);
  if (!(await deps.sessions.use(issuer.org, issuer.id, jti, forgetAt))) throw new AppError('TOKEN_INVALID');
  const person = await deps.access.findPerson(issuer.org, { issuer: issuer.issuer, subject });
  if (!person) throw accountUnknown(issuer.issuer, { subject });
  const token = drawToken('session');
  const { expiresAt } = await deps.sessions.open({
    org: issuer.org,
    issuerId: issuer.id,
    subject,
    providerSession: null,
    idToken: null,
    kind: 'assistant',
    hash: hashToken(token),
    lifeMs: assistantMs,
    user: person.id,
  });
  return { token, expiresAt };
}

/** Who should have signed it. A workplace of several organisations says which one by the claim `organisation`. */
async function workplaceOf({ trustedIssuers }: Deps, token: string): Promise<TrustedIssuer> {
  const { issuer, audiences, organisation } = unverifiedClaims(token);
  const [found, ...others] = (await trustedIssuers.findByIssuer(issuer)).filter(
    ({ kind, audience, org }) =>
      kind === 'workplace' &&
      audiences.includes(audience) &&
      (organisation === undefined || organisation === org),
  );
  if (!found || others.length > 0) throw new AppError('TOKEN_INVALID');
  return found;
}
