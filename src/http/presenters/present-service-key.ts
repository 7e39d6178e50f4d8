import type { ListedServiceKey } from '../../ports/service-keys.ts';

/** A service key as it leaves, without the key. */
export function presentServiceKey(key: ListedServiceKey, now = new Date()) {
  const { id, name, scopes, source, createdAt, expiresAt, revokedAt, lastUsedAt } = key;
  const state = revokedAt ? 'revoked' : expiresAt <= now ? 'expired' : 'live';
  return {
    id,
    name,
    scopes: [...scopes],
    source,
    state: state as 'live' | 'expired' | 'revoked',
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
