/**
 * Rights at scale: `npm run nightly:rights -- [--worlds 10000] [--trials 1000] [--seed 1] [--only worlds,removals,histories,latency,tenants]
 * [--as 2]`. Every part prints what it found and leaves its figures in `test/nightly/figures.json`, from which `npm run assurance` makes docs/assurance.md. Exit code 2 when
 * something was seen that must not be.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parts, type Sizes } from './rights-parts.ts';

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '10000' },
    trials: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    /** Added to the names of the figures, for runs that share the work. */
    as: { type: 'string', default: '' },
    only: { type: 'string', default: Object.keys(parts).join(',') },
  },
});
const sizes: Sizes = {
  worlds: Number(values.worlds),
  trials: Number(values.trials),
  seed: Number(values.seed),
};
const file = join(import.meta.dirname, 'figures.json');
const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: import.meta.dirname })
  .toString()
  .trim();

for (const name of values.only.split(',')) {
  const part = parts[name];
  if (!part) throw new Error(`no such part: ${name}`);
  const started = performance.now();
  const { requirements, what, figures, ok } = await part(sizes);
  const seconds = Math.round((performance.now() - started) / 1_000);
  const told = {
    requirements,
    what,
    figures,
    ok,
    seconds,
    cores: cpus().length,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    date: new Date().toISOString().slice(0, 10),
    commit,
  };
  console.log(JSON.stringify({ name, ...told }));
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(
    file,
    `${JSON.stringify({ ...known, [values.as === '' ? name : `${name}-${values.as}`]: told }, null, 2)}\n`,
  );
  if (!ok) process.exitCode = 2;
}
