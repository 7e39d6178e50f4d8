import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readEnvironment } from '../../config/env.ts';
import { exitCodes } from '../../src/cli/report-error.ts';
import { printJson } from '../../src/cli/with-sourcier.ts';
import { withModelFrom } from '../../src/compose/local-model.ts';
import { AppError } from '../../src/core/errors.ts';
import { type Comparison, compareRuns } from '../../src/core/evaluation/compare-runs.ts';
import { leaksOf } from '../../src/core/evaluation/result-line.ts';
import { htmlReport } from '../report/html-report.ts';
import { junitXml } from '../report/junit.ts';
import { readSuites } from '../suite/read-suites.ts';
import { describeRun } from './describe-run.ts';
import { fingerprintProgram } from './fingerprint.ts';
import { openResults, readResults } from './results-file.ts';
import { forProviders, runSuites } from './run-suites.ts';
import { type RunSummary, sinksOf, writeSummary } from './write-run.ts';

export type RunCommandOptions = {
  readonly suite: string;
  readonly out?: string;
  readonly baseline?: string;
  readonly seed: number;
  readonly sample?: number;
  /** Ids of the providers to compare. */
  readonly provider?: readonly string[];
  readonly concurrency: number;
  readonly resume?: boolean;
  readonly keep?: string;
  readonly server?: string;
  readonly org?: string;
  readonly json?: boolean;
};

/** `sourcier eval run`. */
export async function runCommand(options: RunCommandOptions): Promise<void> {
  const environment = await withModelFrom(readEnvironment());
  const suites = forProviders(readSuites(options.suite), options.provider ?? []);
  const baseline = options.baseline === undefined ? null : readResults(options.baseline);
  const out = resolve(options.out ?? join(environment.dataFolder, 'evaluations', stamp(new Date())));
  const program = await fingerprintProgram(environment);
  const settings = { seed: options.seed, sample: options.sample ?? null, program };
  const results = openResults(out, settings, options.resume === true);
  const work = options.keep ?? join(out, 'work');
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new AppError('INTERRUPTED')));
  const summaries = await runSuites(suites, results, {
    ...settings,
    environment,
    work,
    keepReplies: options.keep !== undefined,
    concurrency: options.concurrency,
    server: options.server === undefined ? null : { address: options.server, organisation: options.org },
    signal: interrupted.signal,
    quiet: options.json === true,
  });
  if (options.keep === undefined) await rm(work, { recursive: true, force: true, maxRetries: 5 });
  const comparison = baseline && compareRuns(baseline, results.lines, { seed: options.seed });
  const summary = {
    leaks: leaksOf(results.lines),
    sinks: sinksOf(results.lines),
    suites: summaries,
    comparison,
  };
  writeSummary(out, summary);
  writeFileSync(join(out, 'junit.xml'), junitXml(results.lines, comparison?.suites));
  const { language } = environment;
  const date = new Date();
  writeFileSync(
    join(out, 'report.html'),
    htmlReport({ language, date, lines: results.lines, suites: summaries, baseline, comparison }),
  );
  if (options.json) printJson({ out, ...summary });
  else process.stdout.write(describeRun(out, summary, language));
  process.exitCode = exitCodeOf(summary);
}

/** A leak before everything; then what failed, got worse or let an attack out. Obedience alone fails nothing: it informs. */
function exitCodeOf({
  leaks,
  sinks,
  suites,
  comparison,
}: RunSummary & { comparison: Comparison | null }): number {
  if (leaks.length > 0) return exitCodes.leak;
  const failed = sinks.length > 0 || suites.some((suite) => suite.errors > 0) || comparison?.kept === false;
  return failed ? exitCodes.failed : exitCodes.done;
}

const stamp = (now: Date) =>
  now
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(':', '');
