import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** What a record says. `actor` is a pseudonym; `null`: the operator at the command line. */
export type AuditContent = {
  readonly org: string;
  readonly at: Date;
  readonly actor: string | null;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
};

/** Where nothing stands before: what the first record of an organisation follows. */
export const genesisHash = '0'.repeat(64);

/** SHA-256 of what a record says, in hexadecimal. Another form of it takes another version in the first line. */
export function contentHash({ org, at, actor, action, details }: AuditContent): string {
  return sha256(`sourcier.audit.record.v1\n${canonicalJson({ org, at, actor, action, details })}`);
}

/**
 * SHA-256 of a record in its place: its number, the record before it and what it says. PostgreSQL computes the same when a
 * record is committed: see the migration `0016-audit-chain`.
 */
export function linkHash(link: {
  readonly sequence: number;
  readonly previousHash: string;
  readonly contentHash: string;
}): string {
  return sha256(['sourcier.audit.link.v1', link.sequence, link.previousHash, link.contentHash].join('\n'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
