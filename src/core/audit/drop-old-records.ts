import type { AuditRepository } from '../../ports/audit-repository.ts';
import { beginningOf, monthsBefore } from '../local-time.ts';
import { opensOn } from '../spend/period.ts';

/** Drops records of the months that ended more than `months` months ago (R74). Gives how many. */
export async function dropOldRecords(
  { audit }: { readonly audit: Pick<AuditRepository, 'drop'> },
  org: string,
  { months, now }: { readonly months: number; readonly now: Date },
): Promise<number> {
  const before = beginningOf(monthsBefore(opensOn('month', now), months));
  let dropped = 0;
  for (let batch = -1; batch !== 0; dropped += batch) batch = await audit.drop(org, before, null);
  return dropped;
}
