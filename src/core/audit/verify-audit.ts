import type { AuditMark, AuditRepository } from '../../ports/audit-repository.ts';
import { AppError } from '../errors.ts';
import { type ChainReport, checkChain } from './check-chain.ts';

/**
 * Tells whether the audit of an organisation is what was written, and else where it is not (R65). `known` is the mark of a record
 * that was kept elsewhere: without one, whoever owns the database can write the whole chain anew.
 * @throws AppError `BAD_REQUEST` when retention has dropped the known record
 */
export function verifyAudit(
  { audit }: { readonly audit: Pick<AuditRepository, 'inspect'> },
  org: string,
  known?: AuditMark,
): Promise<ChainReport> {
  return audit.inspect(org, async (chain, pages) => {
    if (known && known.sequence < chain.dropped.sequence)
      throw new AppError('BAD_REQUEST', {
        detail: `known: records up to ${chain.dropped.sequence} are no longer kept`,
      });
    return checkChain(chain, pages, known);
  });
}
