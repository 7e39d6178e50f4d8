/**
 * A million chunks of a thousand organisations in one index: `npm run bench:million -- [--chunks 1000000] [--organisations 1000]
 * [--engines sqlite,qdrant] [--times 100] [--pool 3000] [--out FOLDER] [--earlier FILE] [--scratch FOLDER]`. Words are those of real texts,
 * analysed as the product does and repeated; vectors are made. One line of JSON for each measurement, and plots in `--out`, also of
 * the lines that another run printed (`--earlier`). Qdrant is the engine alone (`test/support/qdrant`), or the server that
 * `QDRANT_URL` names.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { meterProcessTree } from '../../src/adapters/process-tree/process-tree.ts';
import type { SearchIndex } from '../../src/ports/search-index.ts';
import { readMaterial } from '../growth/realistic-corpus.ts';
import { seededRandom } from '../index/synthetic-corpus.ts';
import { type BenchIndex, openQdrant, openSqlite } from '../qdrant/open-both.ts';
import { weighFolder } from '../qdrant/weigh.ts';
import { ask, type By } from './ask.ts';
import { analysePool, type Corpus, dealOut, type Tenant } from './corpus.ts';
import { fillIndex } from './fill-index.ts';
import { millionPlot, pointsBy } from './plots.ts';

const { values } = parseArgs({
  options: {
    chunks: { type: 'string', default: '1000000' },
    organisations: { type: 'string', default: '1000' },
    engines: { type: 'string', default: 'sqlite,qdrant' },
    times: { type: 'string', default: '100' },
    pool: { type: 'string', default: '3000' },
    data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data') },
    out: { type: 'string' },
    earlier: { type: 'string' },
    scratch: { type: 'string', default: tmpdir() },
  },
});
const times = Number(values.times);
/** What earlier runs and this one measured. */
const lines = values.earlier ? readFileSync(values.earlier, 'utf8').trim().split('\n') : [];
const engines: Readonly<Record<string, { name: string; open: () => Promise<BenchIndex> }>> = {
  sqlite: { name: 'SQLite', open: openSqlite },
  qdrant: {
    name: 'Qdrant',
    open: () => openQdrant({ folder: mkdtempSync(join(values.scratch, 'sourcier-qdrant-')) }),
  },
};
const filterSizes = [1, 50, 1_000, Number.POSITIVE_INFINITY];

const material = readMaterial(values.data);
const questions = material.questions.map(({ text }) => text);
const corpus = dealOut(await analysePool(material, Number(values.pool)), {
  chunks: Number(values.chunks),
  organisations: Number(values.organisations),
});
const held = corpus.tenants.reduce((sum, { chunks }) => sum + chunks, 0);
say({ what: 'corpus', chunks: held, organisations: corpus.tenants.length, largest: corpus.tenants[0] });

for (const key of values.engines.split(',')) {
  const engine = engines[key];
  if (!engine) throw new Error(`${key}: sqlite or qdrant`);
  const opened = await engine.open();
  try {
    await fill(opened, engine.name, corpus);
    await measure(opened.index, engine.name);
  } finally {
    await opened.close();
  }
}
if (values.out) {
  const title = `95th percentile of a search (ms), ${held.toLocaleString('en')} chunks of ${corpus.tenants.length} organisations`;
  writeFileSync(
    join(values.out, 'million-organisations.svg'),
    millionPlot(title, 'chunks of the organisation', pointsBy('organisation', lines)),
  );
  writeFileSync(
    join(values.out, 'million-filters.svg'),
    millionPlot(title, 'classes that the reader reads', pointsBy('filter', lines)),
  );
}

async function fill({ index, folder, optimize }: BenchIndex, engine: string, of: Corpus): Promise<void> {
  const meter = meterProcessTree([process.pid], { sampleEveryMs: 5_000 });
  const started = performance.now();
  let written = 0;
  await fillIndex(index, of, (chunks) => {
    const tenths = Math.floor((written * 10) / held);
    written += chunks;
    if (Math.floor((written * 10) / held) > tenths)
      process.stderr.write(`${engine}: ${written} chunks, ${secondsSince(started)} s\n`);
  });
  const filled = secondsSince(started);
  const optimizing = performance.now();
  await optimize();
  say({
    what: 'filled',
    engine,
    chunks: held,
    seconds: filled,
    chunksPerSecond: Math.round(held / filled),
    optimizeSeconds: secondsSince(optimizing),
    ...meter.stop(),
    diskMegabytes: folder === null ? null : Math.round(weighFolder(folder) / 1e6),
  });
}

async function measure(index: SearchIndex, engine: string): Promise<void> {
  const ranks = [1, 3, 10, 30, 100, 300, 1_000];
  const tenants = corpus.tenants.filter(({ rank }) => ranks.includes(rank));
  for (const by of ['words', 'vectors'] as const) {
    for (const tenant of tenants) {
      const asked = await askOne(index, tenant, { by, classes: Number.POSITIVE_INFINITY });
      say({ what: 'organisation', engine, by, rank: tenant.rank, chunks: tenant.chunks, ...asked });
    }
    const largest = tenants[0] as Tenant;
    for (const size of filterSizes) {
      const classes = Math.min(size, largest.classes);
      const asked = await askOne(index, largest, { by, classes });
      say({ what: 'filter', engine, by, classes, chunks: largest.chunks, ...asked });
    }
    say({ what: 'everybody', engine, by, atOnce: 4, ...(await askEverybody(index, by)) });
  }
}

/** The first ones are not counted: what is read then stays in memory. */
async function askOne(
  index: SearchIndex,
  tenant: Tenant,
  { by, classes }: { readonly by: By; readonly classes: number },
) {
  const whom = () => ({ tenant, classes });
  const { max: firstMs } = await ask(index, whom, { questions, by, times: 1 });
  await ask(index, whom, { questions: questions.slice(times), by, times: 10 });
  return { firstMs, ...(await ask(index, whom, { questions, by, times })) };
}

/** Four at a time, of any organisation, the more often the larger it is: most of them were not asked lately. */
async function askEverybody(index: SearchIndex, by: By) {
  const random = seededRandom(11);
  let counted = 0;
  const ends = corpus.tenants.map(({ chunks }) => {
    counted += chunks;
    return counted;
  });
  const whom = () => {
    const chunk = random() * held;
    const tenant = corpus.tenants[ends.findIndex((end) => chunk < end)];
    return { tenant: tenant as Tenant, classes: 50 };
  };
  return ask(index, whom, { questions, by, times: times * 4, atOnce: 4 });
}

function say(measured: object): void {
  const line = JSON.stringify({ ...measured, load1: Math.round((loadavg()[0] ?? 0) * 10) / 10 });
  lines.push(line);
  console.log(line);
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
