import { createHash } from 'node:crypto';

/** What stands for a person whose data were erased: whoever has the id can compare it, as a restored backup does (R72). */
export function personDigest(org: string, user: string): string {
  return createHash('sha256').update(`sourcier.person.v1\n${org}\n${user}`).digest('hex');
}
