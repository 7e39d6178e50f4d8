/**
 * How many pages of text PDFs one parser process reads in a second, through the whole pool, beside what the PDF library
 * alone takes for the same files: `node bench/reading/throughput.ts [FOLDER] [--rounds N] [--only PART]`.
 * Pages per second are given of wall-clock time and of processor time: on a machine that does other things, the second says
 * what a core of its own would do.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LiteParse } from '@llamaindex/liteparse';
import { createParserPool } from '../../src/adapters/parsers/parser-pool.ts';
import { meterProcessTree, type TreeUsage } from '../../src/adapters/process-tree/process-tree.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, only: { type: 'string', default: '' } },
});
const folder = positionals[0] ?? '../shared/data/documents';
const rounds = Number(values.rounds);

type Sample = { readonly path: string; readonly name: string; readonly bytes: number };

const pool = createParserPool({ size: 1 });
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.pdf') && name.includes(values.only))
  .map((name): Sample => ({ name, path: join(folder, name), bytes: statSync(join(folder, name)).size }));

// The first round warms up and tells which files are text with a text layer.
const texts: Sample[] = [];
let pages = 0;
for (const file of all) {
  const read = await pool.parse(file);
  if (read.outcome !== 'parsed' || read.document.blocks.length === 0) continue;
  if (read.document.pagesToRecognise * 2 > (read.document.pages ?? 0)) continue;
  texts.push(file);
  pages += read.document.pages ?? 0;
}
console.log(`${texts.length} text PDFs, ${pages} pages, ${rounds} rounds, one parser process`);

report('through the pool', await measure((file) => pool.parse(file)));
await pool.close();

const alone = new LiteParse({
  ocrEnabled: false,
  extractBlocks: true,
  outputFormat: 'json',
  imageMode: 'off',
  numWorkers: 1,
  quiet: true,
});
report('liteparse alone, in this process', await measure((file) => alone.parse(readFileSync(file.path))));

type Measure = {
  readonly seconds: number;
  readonly usage: TreeUsage;
  readonly slowest: readonly [number, string][];
};

async function measure(read: (file: Sample) => Promise<unknown>): Promise<Measure> {
  const meter = meterProcessTree([process.pid]);
  const times = new Map<string, number>();
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    for (const file of texts) {
      const from = performance.now();
      await read(file);
      times.set(file.name, (times.get(file.name) ?? 0) + performance.now() - from);
    }
  }
  const seconds = (performance.now() - started) / 1_000;
  const slowest = [...times]
    .map(([name, ms]): [number, string] => [Math.round(ms / rounds), name])
    .toSorted(([one], [other]) => other - one)
    .slice(0, 5);
  return { seconds, usage: meter.stop(), slowest };
}

function report(what: string, { seconds, usage, slowest }: Measure): void {
  const read = pages * rounds;
  console.log(
    `${what}: ${(read / seconds).toFixed(0)} pages/s by the clock, ${(read / usage.cpuSeconds).toFixed(0)} pages per processor second, ${Math.round(usage.peakRssBytes / 1024 / 1024)} MB at most (this process included)`,
  );
  for (const [ms, name] of slowest) console.log(`  ${ms} ms ${name}`);
}
