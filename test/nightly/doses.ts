/**
 * What CI tries a few times, tried many times: `npm run nightly:doses`. The tests whose dose is a setting, with the large one,
 * then kills during ingestion and mutated files. About an hour on two cores. Exit code 1 when anything failed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** What each of them tries is said in its file. */
const doses: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'test/contract/search-index/qdrant-random.test.ts': { QDRANT_RUNS: '40', QDRANT_CORPORA: '25' },
  'test/integration/cluster/cluster.test.ts': { CLUSTER_MOMENTS: 'all' },
  'test/integration/crash/backfill.test.ts': { BACKFILL_ITEMS: '20000', BACKFILL_KILLS: '6' },
  'test/integration/crash/generations.test.ts': { GENERATION_KILLS: '3' },
  'test/integration/parsers/bombs.test.ts': { BOMB_FORMATS: 'all' },
  'test/integration/rights/sql-rights.test.ts': { RIGHTS_WORLDS: '1000' },
  'test/integration/workplace/simulator.test.ts': { SIMULATOR_RUNS: '60' },
};

const failed: string[] = [];

async function run(name: string, args: readonly string[], environment = {}): Promise<void> {
  console.log(`\n— ${name}`);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const [code] = await once(child, 'close');
  if (code !== 0) failed.push(name);
}

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
for (const [file, dose] of Object.entries(doses))
  await run(file, [vitest, 'run', '--testTimeout=1800000', file], dose);
await run('kills during ingestion', ['bench/crash/run.ts']);
await run('mutated files', ['bench/fuzz/run.ts']);
console.log(failed.length === 0 ? '\nall held' : `\nfailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
