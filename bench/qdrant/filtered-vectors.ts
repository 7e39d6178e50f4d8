import { parseArgs } from 'node:util';
import { percentilesOf } from '../../src/core/percentile.ts';
import { anAccessFilter } from '../../test/support/access-filter-builder.ts';
import { clusteredVectors } from '../index/synthetic-corpus.ts';
import { overrideTunable } from '../retrieval/override-tunable.ts';

/**
 * `node bench/qdrant/filtered-vectors.ts [qdrant.scanKilobytes=1000 …] [--chunks 60000] [--dimension 384] [--classes 2500] [--times 100]`: recall@10 of
 * Qdrant's search by vectors under the rights of readers of 1, 50, 1,000 and 2,000 classes, beside SQLite, which is exact;
 * and how far mean and deviation of a sample are from those of all. Vectors lie in clusters, as those of texts do.
 * Assignments change tunables for this run.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    chunks: { type: 'string', default: '60000' },
    dimension: { type: 'string', default: '384' },
    classes: { type: 'string', default: '2500' },
    times: { type: 'string', default: '100' },
  },
});
for (const assignment of positionals) overrideTunable(assignment);
// Loaded only now: many modules read the tunables once.
const { mean, openBoth, round, shareFound, timed } = await import('./open-both.ts');
const [chunkCount, dimension, classCount, times] = [
  values.chunks,
  values.dimension,
  values.classes,
  values.times,
].map(Number) as [number, number, number, number];
const chunksPerDocument = 20;
const nearOne = clusteredVectors(dimension, 1);
const generation = 'bench';
const term = { ids: Int32Array.of(2), weights: Float32Array.of(1) };

const { sqlite, qdrant, both, optimize, close } = await openBoth();
try {
  for (let number = 0; number < chunkCount / chunksPerDocument; number += 1) {
    const document = {
      org: 'bench',
      id: `d${number}`,
      version: 1,
      accessClass: number % classCount,
      space: 's',
      path: 'p',
      card: term,
    };
    const ids = Array.from({ length: chunksPerDocument }, (_, i) => `d${number}-${i}`);
    const made = ids.map((chunkId) => ({ chunkId, vector: nearOne() }));
    for (const index of both) {
      await index.replaceDocument(
        document,
        ids.map((id) => ({ id, words: term })),
      );
      await index.putVectors(document, generation, made);
    }
  }
  await optimize();
  for (const count of [1, 50, 1_000, 2_000, classCount]) await compare(count);
} finally {
  await close();
}

async function compare(count: number): Promise<void> {
  const within = anAccessFilter({ org: 'bench', accessClasses: [...Array(count).keys()] });
  const figures = { recall: [], sqliteMs: [], qdrantMs: [], mean: [], deviation: [] } as Record<
    string,
    number[]
  >;
  let compared = 0;
  for (let at = 0; at < times; at += 1) {
    const query = { generation, vector: nearOne() };
    const options = { scope: {}, limit: 10 };
    const exact = await timed(() => sqlite.searchVectors(query, within, options));
    const near = await timed(() => qdrant.searchVectors(query, within, options));
    const [wanted, found] = [exact, near].map(({ result }) => result.hits.map(({ chunkId }) => chunkId));
    compared = exact.result.compared;
    figures.recall?.push(shareFound(wanted ?? [], found ?? []));
    figures.sqliteMs?.push(exact.ms);
    figures.qdrantMs?.push(near.ms);
    // In standard deviations, which is what a vector's strength is counted in.
    figures.mean?.push(Math.abs(near.result.mean - exact.result.mean) / exact.result.deviation);
    figures.deviation?.push(Math.abs(near.result.deviation / exact.result.deviation - 1));
  }
  console.log(
    JSON.stringify({
      classes: count,
      compared,
      recall10: round(mean(figures.recall ?? [])),
      sqlite: percentilesOf(figures.sqliteMs ?? []),
      qdrant: percentilesOf(figures.qdrantMs ?? []),
      meanOff: round(mean(figures.mean ?? [])),
      deviationOff: round(mean(figures.deviation ?? [])),
    }),
  );
}
