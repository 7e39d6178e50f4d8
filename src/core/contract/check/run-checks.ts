import { checkDigest } from './check-digest.ts';
import { checkDirectory } from './check-directory.ts';
import { checkContent, checkEncrypted, checkItem, checkUnknownItem } from './check-items.ts';
import {
  checkAuthentication,
  checkPages,
  checkRights,
  checkSchemas,
  checkSequences,
  checkTenant,
  checkUnknownCursor,
} from './check-listing.ts';
import { checkQueueAck, checkQueueLease } from './check-queue.ts';
import { checkCursorStable, checkPageSizes, checkSpaceFilter } from './compare-listings.ts';
import { type CheckContext, createContext } from './context.ts';
import type { CheckResult, Finding } from './report.ts';
import type { CheckName } from './texts.ts';

/** The checks of what a workplace offers, in the order in which they are told. A new one is a function and a line here, and its texts. */
const checks: readonly (readonly [CheckName, (context: CheckContext) => Promise<Finding>])[] = [
  ['authentication', checkAuthentication],
  ['pages', checkPages],
  ['schemas', checkSchemas],
  ['rights', checkRights],
  ['tenant', checkTenant],
  ['sequences', checkSequences],
  ['cursor-stable', checkCursorStable],
  ['page-sizes', checkPageSizes],
  ['cursor-unknown', checkUnknownCursor],
  ['space-filter', checkSpaceFilter],
  ['item', checkItem],
  ['item-unknown', checkUnknownItem],
  ['content', checkContent],
  ['encrypted', checkEncrypted],
  ['directory', checkDirectory],
  ['digest', checkDigest],
  ['queue-lease', checkQueueLease],
  ['queue-ack', checkQueueAck],
];

/** Tries what a workplace offers below its export address, one check after the other, and gives each result as it comes. */
export async function* runChecks(
  given: Parameters<typeof createContext>[0],
): AsyncGenerator<CheckResult, void, void> {
  const context = createContext(given);
  for (const [check, run] of checks) yield { check, ...(await run(context)) };
}
