import { readEnvironment } from '../../config/env.ts';
import { exitCodes } from '../../src/cli/report-error.ts';
import { printJson } from '../../src/cli/with-sourcier.ts';
import { readResults } from '../run/results-file.ts';
import { compareRuns } from './compare-runs.ts';
import { describeComparison } from './describe-comparison.ts';

/** `sourcier eval compare`: exit code 2 for a leak, 1 when something got worse. */
export function compareCommand(
  before: string,
  after: string,
  options: { readonly seed: number; readonly resamples: number; readonly json?: boolean },
): void {
  const comparison = compareRuns(readResults(before), readResults(after), options);
  if (options.json) printJson(comparison);
  else process.stdout.write(describeComparison(comparison, readEnvironment().language));
  if (comparison.leaks.length > 0) process.exitCode = exitCodes.leak;
  else if (!comparison.kept) process.exitCode = exitCodes.failed;
}
