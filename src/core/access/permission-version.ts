import { createHash } from 'node:crypto';
import type { AccessFilter } from './access-filter.ts';

/**
 * What a caller might read, told apart from any other extent of rights: 16 hexadecimal digits of the SHA-256 of their access
 * classes. The same rights give the same version, whoever has them; a class never changes, so another right is another version.
 */
export function permissionVersion({ accessClasses }: Pick<AccessFilter, 'accessClasses'>): string {
  const text = `sourcier.permissions.v1\n${accessClasses.join(',')}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
