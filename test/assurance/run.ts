/**
 * Writes docs/assurance.md: `npm run assurance [-- REPORT.json …]`. Reports are those of `vitest run --reporter=json`; without one, the results
 * of the last time stand (`TEST_REPORT=FILE npm test` keeps one). Figures come from `npm run nightly:rights`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Results, readFigures, readResults, renderAssurance } from './render.ts';

const report = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
});

const reports = process.argv.slice(2);
if (reports.length > 0) {
  const told = reports.flatMap((file) => report.parse(JSON.parse(readFileSync(file, 'utf8'))).testResults);
  const tests = told
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName, status }) => /\bR\d{2}\b/.test(fullName) && ['passed', 'failed'].includes(status))
    .map(({ fullName, status }) => [fullName, status]);
  const git = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: import.meta.dirname });
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    commit: git.toString().trim(),
    tests: Object.fromEntries(tests.sort()),
  };
  writeFileSync(join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
}
writeFileSync(
  join(import.meta.dirname, '..', '..', 'docs', 'assurance.md'),
  renderAssurance(readFigures(), readResults()),
);
