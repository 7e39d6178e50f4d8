import { tunables } from '../../../config/tunables.ts';
import type { ListedServiceKey, ServiceKeys } from '../../ports/service-keys.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import { AppError } from '../errors.ts';
import { isUuid } from '../is-uuid.ts';
import { drawToken, hashToken } from './opaque-token.ts';
import type { ServiceScope } from './service-key.ts';

/** What is said of a key when it is asked for. */
export type WantedServiceKey = {
  readonly name: string;
  readonly scopes: readonly ServiceScope[];
  /** Binds the key to one source. */
  readonly source: string | null;
  /** Absent: a year from now. */
  readonly expiresAt?: Date | undefined;
};

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes a key. `key` is what its owner sends, and is shown this once: only its hash is kept (R58). `by` is the administrator,
 * `null` the operator.
 * @throws AppError `BAD_REQUEST` for a key that would never be valid, or for longer than two years; `SOURCE_UNKNOWN` for one that is bound
 *   to a source that is not there
 */
export async function addServiceKey(
  deps: { readonly serviceKeys: Pick<ServiceKeys, 'add'>; readonly sources: Pick<SourceRepository, 'find'> },
  org: string,
  wanted: WantedServiceKey,
  by: string | null,
): Promise<ListedServiceKey & { readonly key: string }> {
  const { lifetimeDays, longestDays } = tunables.serviceKeys;
  const now = Date.now();
  const expiresAt = wanted.expiresAt ?? new Date(now + lifetimeDays * dayMs);
  const lifeMs = expiresAt.getTime() - now;
  if (!(lifeMs > 0 && lifeMs <= longestDays * dayMs))
    throw new AppError('BAD_REQUEST', {
      explanation: {
        fr: `La clé expire dans ${longestDays} jours au plus, et pas avant maintenant.`,
        en: `expiresAt: from now on, at most ${longestDays} days`,
      },
    });
  if (wanted.source !== null && !(await deps.sources.find(org, wanted.source)))
    throw new AppError('SOURCE_UNKNOWN', { detail: `source: ${wanted.source}` });
  const key = drawToken('serviceKey');
  const added = await deps.serviceKeys.add(
    org,
    { name: wanted.name, scopes: [...new Set(wanted.scopes)], source: wanted.source, expiresAt },
    { hash: hashToken(key), by },
  );
  return { ...added, key };
}

/**
 * Ends a key: the next request with it is refused. Ended again, it stays ended.
 * @throws AppError `NOT_FOUND`
 */
export async function revokeServiceKey(
  deps: { readonly serviceKeys: Pick<ServiceKeys, 'revoke'> },
  org: string,
  id: string,
  by: string | null,
): Promise<void> {
  if (!isUuid(id) || !(await deps.serviceKeys.revoke(org, id, by))) throw new AppError('NOT_FOUND');
}
