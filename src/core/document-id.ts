import { createHash } from 'node:crypto';

/**
 * A UUID that the same parts always give (RFC 9562 version 8 over SHA-256), so that working twice on the same thing
 * never makes two of it. Parts are kept apart: ("a", "bc") differs from ("ab", "c").
 */
export function uuidFrom(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  const hex = hash.digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
