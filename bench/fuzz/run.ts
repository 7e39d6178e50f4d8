/**
 * Mutated files through every reader (R54), for the night: `node bench/fuzz/run.ts [--inputs 20000] [--from 0] [--seed 1]
 * [--timeout 10000] [--samples FOLDER] [--findings FOLDER]`. With `--samples`, the small files of a folder are mutated too.
 * Says how far it is on stderr; a run that was stopped goes on with `--from` and its seed. Prints one line of JSON; exit code 1
 * when there are findings, which then lie in their folder.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { NamedFile } from '../../test/support/files/external-files.ts';
import { seeds } from '../../test/support/files/seeds.ts';
import { fuzz } from './fuzz.ts';

/** Larger samples only make each input slower. */
const largestSample = 200_000;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '20000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    timeout: { type: 'string', default: '10000' },
    samples: { type: 'string' },
    findings: { type: 'string', default: 'fuzz-findings' },
  },
});
const from = Number(values.from);
const started = performance.now();
let saidAt = Number.NEGATIVE_INFINITY;
const report = await fuzz({
  from,
  seeds: [...(await seeds()), ...(values.samples === undefined ? [] : await samplesIn(values.samples))],
  inputs: Number(values.inputs),
  seed: Number(values.seed),
  timeoutMs: Number(values.timeout),
  folder: values.findings,
  onProgress: (begun, findings) => {
    const seconds = Math.round((performance.now() - started) / 1_000);
    if (seconds - saidAt < 30) return;
    saidAt = seconds;
    console.error(
      `seed ${values.seed}: ${from + begun} of ${from + Number(values.inputs)} begun, ${findings.length} findings, ${seconds} s`,
    );
  },
});
console.log(JSON.stringify({ seed: Number(values.seed), ...report }));
for (const lane of ['input-0', 'input-1']) await rm(join(values.findings, lane), { force: true });
if (report.findings.length > 0) process.exitCode = 1;

async function samplesIn(folder: string): Promise<NamedFile[]> {
  const samples: NamedFile[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const status = await stat(join(folder, name));
    if (status.isFile() && status.size < largestSample)
      samples.push({ name, bytes: await readFile(join(folder, name)) });
  }
  return samples;
}
