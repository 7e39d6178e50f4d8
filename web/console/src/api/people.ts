import { type Connection, segment } from './connection.ts';

export type PersonWithRoles = {
  readonly id: string;
  readonly name: string;
  readonly owner: boolean;
  readonly admin: boolean;
  readonly auditor: boolean;
};

/** What a key of a program may be for. */
export const serviceScopes = [
  'events:write',
  'items:read',
  'backfills:write',
  'queue:read',
  'checks:read',
] as const;
export type ServiceScope = (typeof serviceScopes)[number];

export type ServiceKey = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ServiceScope[];
  readonly source: string | null;
  readonly state: 'live' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
};

export type NewServiceKey = {
  readonly name: string;
  readonly scopes: readonly ServiceScope[];
  /** The only one whose ids it may name; `null`: any. */
  readonly source: string | null;
  /** Absent: after a year. */
  readonly expiresAt?: string;
};

/** Who may do what: roles of people, keys of programs. */
export function peopleApi({ get, send }: Connection) {
  return {
    roles: async (signal: AbortSignal) =>
      (await get<{ people: readonly PersonWithRoles[] }>('/v1/admin/roles', {}, signal)).people,
    setRoles: (id: string, roles: { readonly admin: boolean; readonly auditor: boolean }) =>
      send<PersonWithRoles>('PUT', `/v1/admin/roles/${segment(id)}`, roles),
    serviceKeys: async (signal: AbortSignal) =>
      (await get<{ keys: readonly ServiceKey[] }>('/v1/admin/service-keys', {}, signal)).keys,
    /** `key` is in this reply and nowhere else. */
    addServiceKey: (wanted: NewServiceKey) =>
      send<ServiceKey & { key: string }>('POST', '/v1/admin/service-keys', wanted),
    revokeServiceKey: (id: string) => send('DELETE', `/v1/admin/service-keys/${segment(id)}`),
  };
}
