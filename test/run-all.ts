/**
 * Everything that CI runs, one after the other: types, style, who may import whom, then all tests. A failing step does not
 * hide the next ones. The last line counts: `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const inModules = (...parts: string[]) => join(root, 'node_modules', ...parts);
const folder = mkdtempSync(join(tmpdir(), 'sourcier-tests-'));
const reportFile = join(folder, 'vitest.json');

function run(script: string, args: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0;
}

const folders = ['config', 'src', 'workers', 'eval', 'web', 'demo', 'bench', 'test'];
const checks: readonly [name: string, work: () => boolean][] = [
  ['types', () => run(inModules('typescript', 'bin', 'tsc'), ['--noEmit'])],
  [
    'types of the page',
    () => run(inModules('typescript', 'bin', 'tsc'), ['--noEmit', '--project', 'web/tsconfig.json']),
  ],
  ['style', () => run(inModules('@biomejs', 'biome', 'bin', 'biome'), ['check', '.'])],
  [
    'zones',
    () =>
      run(inModules('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), [
        '--config',
        '.dependency-cruiser.mjs',
        '--output-type',
        'err',
        ...folders.filter((name) => existsSync(join(root, name))),
      ]),
  ],
];

const report = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int() });

let passed = 0;
let failed = 0;
for (const [name, work] of checks) {
  console.log(`\n— ${name}`);
  if (work()) passed += 1;
  else {
    failed += 1;
    console.log(`— ${name}: failed`);
  }
}

console.log('\n— tests');
const ran = run(inModules('vitest', 'vitest.mjs'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
]);
try {
  const counts = report.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  // A file that does not even load has no failed test of its own.
  if (!ran && counts.numFailedTests === 0) failed += 1;
  if (counts.numPendingTests > 0)
    console.log(`${counts.numPendingTests} skipped, each with its reason above`);
} catch {
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
