import type { AuditChain, AuditMark, StoredAuditRecord } from '../../ports/audit-repository.ts';
import { contentHash, linkHash } from './audit-hash.ts';

/**
 * What is wrong with a chain, codes that scripts rely on:
 * - `RECORD_ALTERED`: the record does not say what was sealed, or its hashes are not those of its content and place
 * - `RECORD_REMOVED`: there is no record of this number, and there was one
 * - `RECORD_UNLINKED`: sound in itself, but it follows another record than the one before it: one of the two was exchanged or moved
 * - `RECORD_INSERTED`: it was added past the chain
 */
export type ChainFaultCode = 'RECORD_ALTERED' | 'RECORD_REMOVED' | 'RECORD_UNLINKED' | 'RECORD_INSERTED';

export type ChainFault = {
  readonly code: ChainFaultCode;
  /** `null` of a record without a number. */
  readonly sequence: number | null;
};

export type ChainReport = {
  /** Records that were looked at, up to the fault. */
  readonly records: number;
  readonly head: AuditMark;
  readonly dropped: AuditMark;
  /** The first place where the chain is not as it was written; `null`: nowhere. */
  readonly fault: ChainFault | null;
};

/**
 * Walks a chain from the first record that is kept to its head. `known` is a record that somebody kept elsewhere: the chain must
 * still hold it, or have dropped it by retention.
 */
export async function checkChain(
  chain: AuditChain,
  pages: AsyncIterable<readonly StoredAuditRecord[]>,
  known?: AuditMark,
): Promise<ChainReport> {
  const { head, dropped } = chain;
  let last = dropped;
  let records = 0;
  let isDropRecorded = dropped.sequence === 0;
  const report = (fault: ChainFault | null) => ({ records, head, dropped, fault });
  const contradicts = ({ sequence, hash }: AuditMark) => known?.sequence === sequence && known.hash !== hash;
  if (contradicts(dropped)) return report({ code: 'RECORD_UNLINKED', sequence: dropped.sequence });
  for await (const page of pages)
    for (const record of page) {
      records += 1;
      const code = faultOf(record, last);
      if (code === 'RECORD_REMOVED') return report({ code, sequence: last.sequence + 1 });
      if (code) return report({ code, sequence: record.sequence });
      last = { sequence: last.sequence + 1, hash: record.hash ?? '' };
      if (contradicts(last)) return report({ code: 'RECORD_UNLINKED', sequence: last.sequence });
      isDropRecorded ||= tellsOf(dropped, record);
    }
  // Retention says in the chain what it drops: a mark of which no record tells was set by somebody else.
  if (!isDropRecorded) return report({ code: 'RECORD_REMOVED', sequence: dropped.sequence });
  return report(faultAtEnd(last, chain, known));
}

/** Of one record after the last one that was sound. */
function faultOf(record: StoredAuditRecord, last: AuditMark): ChainFaultCode | null {
  const { sequence, previousHash } = record;
  if (sequence === null || sequence <= last.sequence) return 'RECORD_INSERTED';
  if (sequence > last.sequence + 1) return 'RECORD_REMOVED';
  if (previousHash === null || record.contentHash !== contentHash(record)) return 'RECORD_ALTERED';
  if (record.hash !== linkHash({ sequence, previousHash, contentHash: record.contentHash }))
    return 'RECORD_ALTERED';
  return previousHash === last.hash ? null : 'RECORD_UNLINKED';
}

function tellsOf(dropped: AuditMark, { action, details }: StoredAuditRecord): boolean {
  const { lastSequence, lastHash } = details as { lastSequence?: unknown; lastHash?: unknown };
  return action === 'audit-dropped' && lastSequence === dropped.sequence && lastHash === dropped.hash;
}

/** The newest records leave no gap: only the head of the chain, or one kept elsewhere, tells of them. */
function faultAtEnd(last: AuditMark, { head }: AuditChain, known?: AuditMark): ChainFault | null {
  const newest = Math.max(head.sequence, known?.sequence ?? 0);
  if (last.sequence < newest) return { code: 'RECORD_REMOVED', sequence: last.sequence + 1 };
  if (last.sequence > head.sequence) return { code: 'RECORD_INSERTED', sequence: head.sequence + 1 };
  return last.hash === head.hash ? null : { code: 'RECORD_UNLINKED', sequence: last.sequence };
}
