/**
 * What the embedding model on this machine costs: `npm run bench:embedding -- [MODEL FOLDER] [--passages N]`. Without a
 * folder the usual model is fetched, once. For 1 and 2 threads, one line of JSON: time to load, tokens a second of wall
 * clock and of processor time, queries on their own and beside a bulk job, memory of the process that embeds. On a machine
 * that does other things, processor time says what a core of its own would do.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLocalEmbedder } from '../../src/adapters/local-embedder/embedder.ts';
import { readModelFolder } from '../../src/adapters/local-embedder/model-folder.ts';
import { loadTokenizer } from '../../src/adapters/local-embedder/tokenizer.ts';
import { meterProcessTree } from '../../src/adapters/process-tree/process-tree.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import { embeddingProcesses } from '../../test/support/embedding/embedding-processes.ts';
import { findUsualModel } from '../../test/support/embedding/usual-model.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { passages: { type: 'string', default: '128' } },
});
const found = positionals[0] ? { folder: positionals[0] } : await findUsualModel();
if ('missing' in found) fail(found.missing);
const model = (await readModelFolder(found.folder)) ?? fail(`${found.folder}: no model`);

/** Passages of about 1,000 characters out of the demo's documents, and questions as short as people's. */
const demo = join(import.meta.dirname, '..', '..', 'demo');
const text = readdirSync(demo, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(join(demo, name), 'utf8'))
  .join('\n');
const passages = Array.from({ length: Number(values.passages) }, (_, i) => {
  const start = (i * 1_000) % Math.max(1, text.length - 1_000);
  return text.slice(start, start + 1_000);
});
const question = (i: number) => `Combien de jours de congés peut prendre un agent la ${i}e année ?`;

const tokenize = await loadTokenizer(model);
const tokens = passages.reduce((sum, passage) => sum + tokenize(model.prefixes.passage + passage).length, 0);

for (const threads of [1, 2]) {
  const scratch = mkdtempSync(join(tmpdir(), 'sourcier-bench-'));
  const embedder = createLocalEmbedder(model, { folder: scratch, threads });
  const load = await time(() => embedder.embed([question(0)], { kind: 'query' }));
  const [pid = 0] = await embeddingProcesses(scratch);
  const idle = await queries((i) => i < 100);
  const meter = meterProcessTree([pid]);
  const bulk = await time(embedAll);
  const used = meter.stop();
  let isOver = false;
  const [beside] = await Promise.all([
    queries(() => !isOver),
    embedAll().then(() => {
      isOver = true;
    }),
  ]);
  console.log(
    JSON.stringify({
      threads,
      loadMs: Math.round(load),
      tokens,
      tokensPerSecond: Math.round((tokens / bulk) * 1_000),
      tokensPerProcessorSecond: Math.round(tokens / used.cpuSeconds),
      queryIdleMs: percentilesOf(idle),
      queryBesideBulkMs: percentilesOf(beside),
      peakMegabytes: Math.round(peakBytes(pid) / 1e6),
      load1: loadavg()[0],
    }),
  );
  await embedder.close();
  rmSync(scratch, { recursive: true, force: true });

  /** As jobs do: two at a time, each with calls of the size that the embedder asks for. */
  async function embedAll(): Promise<void> {
    const calls: string[][] = [];
    for (let from = 0; from < passages.length; from += embedder.maxTextsPerCall)
      calls.push(passages.slice(from, from + embedder.maxTextsPerCall));
    const work = async () => {
      for (let call = calls.pop(); call; call = calls.pop()) await embedder.embed(call, { kind: 'passage' });
    };
    await Promise.all([work(), work()]);
  }

  /** Milliseconds of queries as a few people send them, one each 50 ms. */
  async function queries(goesOn: (i: number) => boolean): Promise<number[]> {
    const took: number[] = [];
    for (let i = 0; goesOn(i); i += 1) {
      took.push(await time(() => embedder.embed([question(i)], { kind: 'query' })));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return took;
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function peakBytes(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
