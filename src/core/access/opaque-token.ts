import { createHash, randomBytes } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';

/** What an opaque token is: the key of a program, or the session of a person. */
const prefixes = { serviceKey: 'sk_', session: 'ss_' } as const;
export type OpaqueToken = keyof typeof prefixes;

/** A new token: 256 random bits, written so that scanners of leaked secrets know it for one (R58). */
export function drawToken(kind: OpaqueToken): string {
  return prefixes[kind] + randomBytes(tunables.tokens.opaqueBytes).toString('base64url');
}

/** All that is kept of a token. It has too many bits to be guessed, so no slow hash is needed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** True for what has the form of such a token, so that nothing else is looked up. */
export function isToken(kind: OpaqueToken, text: string): boolean {
  return text.startsWith(prefixes[kind]) && /^.{3}[\w-]{43}$/.test(text);
}
