import { tunables } from '../../../config/tunables.ts';
import type { AuditPage, AuditRecord, AuditRepository } from '../../ports/audit-repository.ts';

/** All records that match, the oldest first, read page by page. */
export async function* exportAudit(
  { audit }: { readonly audit: Pick<AuditRepository, 'list'> },
  org: string,
  filter: Pick<AuditPage, 'action' | 'after' | 'since' | 'until'>,
): AsyncGenerator<readonly AuditRecord[], void> {
  const { pageRecords: limit } = tunables.audit;
  for (let { after = 0 } = filter; ; ) {
    const page = await audit.list(org, { ...filter, order: 'oldest', limit, after });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.sequence;
  }
}
