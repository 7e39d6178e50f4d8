import { AppError } from '../errors.ts';

/** What a service key may be for: each scope is what some routes ask for (`requireServiceKey`). */
export const serviceScopes = [
  'events:write',
  'items:read',
  'backfills:write',
  'queue:read',
  'checks:read',
] as const;
export type ServiceScope = (typeof serviceScopes)[number];

/** Who calls with a service key: a program of the workplace, never a person. */
export type ServiceCaller = {
  readonly org: string;
  readonly keyId: string;
  readonly scopes: readonly ServiceScope[];
  /** The only source whose ids this caller may name; `null`: any of its organisation. */
  readonly source: string | null;
};

/**
 * Refuses what another source owns: to a key that is bound to one source, ids of another are missing.
 * @throws AppError `NOT_FOUND`
 */
export function requireSource(caller: Pick<ServiceCaller, 'source'>, source: string): void {
  if (caller.source !== null && caller.source !== source) throw new AppError('NOT_FOUND');
}
