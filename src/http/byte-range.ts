import type { ByteRange } from '../ports/object-store.ts';

/**
 * The one range that a `Range` header asks for (RFC 9110, 14.2), within so many bytes. Absent for several ranges, other units
 * and what cannot be: the whole is then the right reply.
 */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return start <= end ? { start, end } : undefined;
}
