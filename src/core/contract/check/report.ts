import { tunables } from '../../../../config/tunables.ts';
import type { CheckName, SkipReason } from './texts.ts';

/** What a check found. `problems` say where and what, in few words; they hold ids and fields, never texts of documents. */
export type Finding =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly problems: readonly string[]; readonly more: number }
  | { readonly outcome: 'skipped'; readonly reason: SkipReason };

export type CheckResult = Finding & { readonly check: CheckName };

export const passed: Finding = { outcome: 'passed' };
export const skipped = (reason: SkipReason): Finding => ({ outcome: 'skipped', reason });

/** Passed when nothing is wrong; else the first problems, and how many more there are. */
export function verdict(problems: readonly string[]): Finding {
  if (problems.length === 0) return passed;
  const told = problems.slice(0, tunables.contractCheck.problems).map((problem) => problem.slice(0, 400));
  return { outcome: 'failed', problems: told, more: problems.length - told.length };
}
