import { createHash } from 'node:crypto';

/** SHA-256 of ids, sorted, a line feed after each: whoever has them can compare, and nobody else learns them. */
export function hashOfIds(ids: readonly string[]): string {
  const lines = ids.toSorted().map((id) => `${id}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}
