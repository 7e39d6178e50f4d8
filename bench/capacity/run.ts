/**
 * What 200,000 documents a week take: `npm run bench:capacity -- [--out FOLDER] [--measure] [--data FOLDER]`. A table on the standard
 * output, a plot in `--out`; with `--measure`, the bytes of a chunk on this machine, and how far the model is from them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assumptions } from './assumptions.ts';
import { capacityPlot } from './capacity-plot.ts';
import { type Measured, measure } from './measure.ts';
import { type MeasuredQdrant, measureQdrant } from './measure-qdrant.ts';
import { type Standing, simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    measure: { type: 'boolean', default: false },
    data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data') },
  },
});

const terabytes = (bytes: number): string =>
  bytes < 1e11 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e12).toFixed(2)} TB`;
const rows: readonly (readonly [string, (at: Standing) => string])[] = [
  ['documents', ({ documents }) => `${(documents / 1e6).toFixed(1)} M`],
  ['chunks', ({ chunks }) => `${(chunks / 1e6).toFixed(0)} M`],
  ['chunks of the largest organisation', (at) => `${(at.largestOrganisation / 1e6).toFixed(1)} M`],
  ['organisations with a shard of their own', ({ ownShards }) => String(ownShards)],
  ['chunks moved to these so far', ({ moved }) => `${(moved / 1e6).toFixed(1)} M`],
  ['fullest bucket against an even one', ({ fullestBucket }) => fullestBucket.toFixed(2)],
  ['index, memory', ({ indexMemory }) => terabytes(indexMemory)],
  ['index, disk', ({ indexDisk }) => terabytes(indexDisk)],
  ['PostgreSQL, memory', ({ postgresMemory }) => terabytes(postgresMemory)],
  ['PostgreSQL, disk', ({ postgresDisk }) => terabytes(postgresDisk)],
  ['files', ({ files }) => terabytes(files)],
  ['nodes: index + PostgreSQL', (at) => `${at.indexNodes} + ${at.postgresNodes}`],
  ['euros a month', ({ eurosAMonth }) => Math.round(eurosAMonth).toLocaleString('en')],
];
const standings = simulate(assumptions, [1, 52, 156]);
console.log('| | 1 week | 1 year | 3 years |\n|---|---|---|---|');
for (const [name, show] of rows) console.log(`| ${name} | ${standings.map(show).join(' | ')} |`);
console.log(`\nVectors of a week: ${standings[0]?.embeddingEurosAWeek.toFixed(0)} euros at a provider.`);

if (values.out) {
  const everyMonth = Array.from({ length: 39 }, (_, at) => 4 * (at + 1));
  writeFileSync(join(values.out, 'capacity.svg'), capacityPlot(simulate(assumptions, [1, ...everyMonth])));
}

if (values.measure) {
  const sizes = await measure(values.data, [3_000, 6_000, 12_000]);
  for (const each of sizes) console.log(JSON.stringify(each));
  const [first, last] = [sizes[0], sizes.at(-1)] as [Measured, Measured];
  for (const [store, assumed] of [
    ['postgresText', assumptions.postgresTextBytes],
    ['postgresVectors', assumptions.postgresVectorBytes],
    ['sqliteIndex', assumptions.sqliteIndexBytes],
  ] as const) {
    const perChunk = (last[store] - first[store]) / (last.chunks - first.chunks);
    console.log(
      `${store}: ${Math.round(perChunk)} bytes for each further chunk; the model says ${assumed}, ${Math.round((assumed / perChunk - 1) * 100)} % off`,
    );
  }
  const [few, many] = [
    await measureQdrant(values.data, 15_000),
    await measureQdrant(values.data, 45_000),
  ] as [MeasuredQdrant, MeasuredQdrant];
  console.log(JSON.stringify(many));
  const assumed: Readonly<Record<string, number>> = {
    ...assumptions.qdrant.memory,
    ...assumptions.qdrant.disk,
  };
  for (const [kind, bytes] of Object.entries(many.bytes)) {
    const before = few.bytes[kind as keyof typeof few.bytes];
    const perChunk = Math.round((bytes - before) / (many.chunks - few.chunks));
    console.log(`qdrant ${kind}: ${perChunk} bytes for each further chunk; the model says ${assumed[kind]}`);
  }
}
