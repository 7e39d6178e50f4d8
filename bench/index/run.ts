import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { openSqliteIndex } from '../../src/adapters/sqlite-index/sqlite-index.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { anAccessFilter } from '../../test/support/access-filter-builder.ts';
import {
  seededRandom,
  syntheticDocument,
  syntheticQuery,
  syntheticVector,
  syntheticWords,
} from './synthetic-corpus.ts';

/** `node bench/index/run.ts [--chunks 100000] [--dimension 384, 0 = no vectors]`: figures of the embedded index as JSON. */
const { values } = parseArgs({
  options: { chunks: { type: 'string', default: '100000' }, dimension: { type: 'string', default: '384' } },
});
const documentCount = Math.ceil(Number(values.chunks) / 10);
const dimension = Number(values.dimension);
const random = seededRandom(1);
const everybody = anAccessFilter({ org: 'bench', accessClasses: [...Array(10).keys()] });
const oneOfTen = anAccessFilter({ org: 'bench', accessClasses: [3] });
const options = { scope: {}, limit: 200 };

const folder = mkdtempSync(join(tmpdir(), 'sourcier-index-'));
const index = await openSqliteIndex(folder);
try {
  const report: Record<string, unknown> = { chunks: documentCount * 10 };
  const first = documents(0, 375);
  report.ingest375 = await timed(375 * 10, () => ingest(first, 8));
  report.ingestSearching = await ingestWhileSearching(documents(375, documentCount - 375));
  report.words = await quantiles(200, () => index.searchWords(syntheticQuery(random), everybody, options));
  report.wordsOneClassOfTen = await quantiles(200, () =>
    index.searchWords(syntheticQuery(random), oneOfTen, options),
  );
  report.wordsOneSpace = await quantiles(200, () =>
    index.searchWords(syntheticQuery(random), everybody, { ...options, scope: { spaces: ['s1'] } }),
  );
  report.editOneChunkOfTen = await quantiles(50, editOneChunk);
  report.sameAgain = await quantiles(50, () =>
    index.replaceDocument(first[7]?.document ?? never(), first[7]?.chunks ?? []),
  );
  if (dimension > 0) Object.assign(report, await withVectors());
  report.cacheUse = await index.cacheUse();
  const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  report.fileMegabytes = Math.round(size / 2 ** 20);
  // The synthetic documents are in it.
  report.peakRssMegabytesOfBench = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify(report, null, 2));
} finally {
  await index.close();
  rmSync(folder, { recursive: true, force: true });
}

function documents(from: number, count: number) {
  return Array.from({ length: Math.max(0, count) }, (_, i) => syntheticDocument(from + i, random));
}

async function ingest(given: ReturnType<typeof documents>, concurrency: number): Promise<void> {
  const limit = pLimit(concurrency);
  await Promise.all(
    given.map(({ document, chunks }) => limit(() => index.replaceDocument(document, chunks))),
  );
}

async function ingestWhileSearching(given: ReturnType<typeof documents>) {
  const tookMs: number[] = [];
  let isDone = false;
  const searching = (async () => {
    while (!isDone) {
      const started = performance.now();
      await index.searchWords(syntheticQuery(random), everybody, options);
      tookMs.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  const rate = await timed(given.length * 10, () => ingest(given, 8));
  isDone = true;
  await searching;
  return { ...rate, searchMs: percentilesOf(tookMs) };
}

async function editOneChunk(): Promise<void> {
  const made = syntheticDocument(11, seededRandom(11));
  made.chunks[4] = { id: `edited-${random()}`, words: syntheticWords(random) };
  await index.replaceDocument(made.document, made.chunks);
}

async function withVectors() {
  const vectors = await timed(documentCount * 10, async () => {
    for (let number = 0; number < documentCount; number++) {
      const { document, chunks } = syntheticDocument(number, seededRandom(number));
      const made = chunks.map(({ id }) => ({ chunkId: id, vector: syntheticVector(dimension, random) }));
      await index.putVectors(document, 'bench', made);
    }
  });
  const search = () =>
    index.searchVectors(
      { generation: 'bench', vector: syntheticVector(dimension, random) },
      everybody,
      options,
    );
  const started = performance.now();
  await search();
  return {
    vectors: { ...vectors, firstSearchMs: performance.now() - started, ...(await quantiles(50, search)) },
  };
}

async function timed(chunks: number, work: () => Promise<void>) {
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  return { seconds, chunksPerSecond: Math.round(chunks / seconds) };
}

async function quantiles(times: number, work: () => Promise<unknown>) {
  const tookMs: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await work();
    tookMs.push(performance.now() - started);
  }
  return percentilesOf(tookMs);
}

function never(): never {
  throw new Error('no document');
}
