/**
 * Everything that CI runs: types, style and who may import whom, side by side, then all tests. A failing step does not hide
 * the next ones. The last line counts: `N passed, N failed`. `TEST_REPORT=FILE` keeps the report of the tests, of which
 * `npm run assurance -- FILE` makes docs/assurance.md. `TOOLS_PENDING=FILE`: the tests begin when that file is gone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const inModules = (...parts: string[]) => join(root, 'node_modules', ...parts);
const folder = mkdtempSync(join(tmpdir(), 'sourcier-tests-'));
const reportFile = process.env['TEST_REPORT'] ?? join(folder, 'vitest.json');

/**
 * Where tests put their files: in memory, where it has room. They copy databases of 70 MB by the hundred, which takes a
 * disk four times as long.
 */
function folderOfTests(): string {
  const [inMemory, room] = ['/dev/shm', 8 * 1024 ** 3];
  if (process.env['TMPDIR'] !== undefined || !existsSync(inMemory)) return tmpdir();
  const { bavail, bsize } = statfsSync(inMemory);
  return bavail * bsize > room && freemem() > room ? inMemory : tmpdir();
}

const spawnNode = (script: string, args: readonly string[], stdio: 'inherit' | 'pipe') =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    cwd: root,
    stdio,
    env: { ...process.env, TMPDIR: folderOfTests() },
  });

/** Runs a program to its end, and tells all that it printed when it has ended, so that several may run at once. */
async function runQuietly(script: string, args: readonly string[]): Promise<{ ok: boolean; output: string }> {
  const child = spawnNode(script, args, 'pipe');
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => {
      output += part.toString();
    });
  const [code] = await once(child, 'close');
  return { ok: code === 0, output };
}

/** Waits for the tools of tests that are still being fetched (`.ci/run`), which the checks before them do without. */
async function toolsFetched(): Promise<void> {
  const pending = process.env['TOOLS_PENDING'];
  while (pending !== undefined && existsSync(pending)) await sleep(200);
}

// The one of `typescript`, whose API dependency-cruiser reads with, takes more than twice as long.
const compiler = inModules('typescript-7', 'bin', 'tsc');
const folders = ['config', 'src', 'workers', 'eval', 'web', 'demo', 'bench', 'test'];
const checks: readonly [name: string, script: string, args: readonly string[]][] = [
  ['types', compiler, ['--noEmit']],
  ['types of the page', compiler, ['--noEmit', '--project', 'web/tsconfig.json']],
  ['style', inModules('@biomejs', 'biome', 'bin', 'biome'), ['check', '.']],
  [
    'zones',
    inModules('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    [
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err',
      ...folders.filter((name) => existsSync(join(root, name))),
    ],
  ],
];

const report = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int() });

let passed = 0;
let failed = 0;
const checked = checks.map(([name, script, args]) => ({ name, result: runQuietly(script, args) }));
for (const { name, result } of checked) {
  const { ok, output } = await result;
  console.log(`\n— ${name}\n${output.trimEnd()}`);
  if (ok) passed += 1;
  else {
    failed += 1;
    console.log(`— ${name}: failed`);
  }
}

await toolsFetched();
console.log('\n— tests');
const vitest = spawnNode(
  inModules('vitest', 'vitest.mjs'),
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
  'inherit',
);
const [code] = await once(vitest, 'close');
const ran = code === 0;
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
