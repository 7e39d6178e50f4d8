import type { ServiceCaller, ServiceScope } from '../core/access/service-key.ts';

/** A key as it may be shown: all but the key. */
export type ListedServiceKey = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ServiceScope[];
  readonly source: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** To the minute; `null`: never. */
  readonly lastUsedAt: Date | null;
};

/** Keys of programs that speak to Sourcier on behalf of an organisation. Adding and revoking leave a record in the audit. */
export type ServiceKeys = {
  /** Keeps a key by the hash of it. `by` is who made it, `null` the operator. */
  add(
    org: string,
    key: Pick<ListedServiceKey, 'name' | 'scopes' | 'source' | 'expiresAt'>,
    made: { readonly hash: string; readonly by: string | null },
  ): Promise<ListedServiceKey>;
  /** All keys of the organisation, the latest first; those that ended too. */
  list(org: string): Promise<readonly ListedServiceKey[]>;
  /** False when there is no such key. One that was revoked keeps the moment of it. */
  revoke(org: string, id: string, by: string | null): Promise<boolean>;
  /** Who the key with this hash speaks for: its row says which organisation. `null` when unknown, expired or revoked. */
  findLive(hash: string): Promise<ServiceCaller | null>;
};
