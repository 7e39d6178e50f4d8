import { createHash, randomBytes } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';
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

const prefix = 'sk_';

/** A new key: 256 random bits, written so that scanners of leaked secrets know it for one (R58). */
export function drawServiceKey(): string {
  return prefix + randomBytes(tunables.serviceKeys.bytes).toString('base64url');
}

/** All that is kept of a key. It has too many bits to be guessed, so no slow hash is needed. */
export function hashServiceKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** True for what has the form of a key, so that nothing else is looked up. */
export function isServiceKey(text: string): boolean {
  return /^sk_[\w-]{43}$/.test(text);
}

/**
 * Refuses what another source owns: to a key that is bound to one source, ids of another are missing.
 * @throws AppError `NOT_FOUND`
 */
export function requireSource(caller: Pick<ServiceCaller, 'source'>, source: string): void {
  if (caller.source !== null && caller.source !== source) throw new AppError('NOT_FOUND');
}
