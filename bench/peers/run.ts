/**
 * Sourcier beside LangChain.js and LlamaIndexTS with their usual settings: same files, same questions, same embedding
 * model on this machine, one after the other. `npm run bench:peers -- [set …] [--model FOLDER] [--most 800] [--packages
 * FOLDER]`: one line of JSON for each set and contender, then a table. The peers are installed into a folder of their own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLocalEmbedder } from '../../src/adapters/local-embedder/embedder.ts';
import { readModelFolder } from '../../src/adapters/local-embedder/model-folder.ts';
import { hit, type Judged, ndcg, recall } from '../../src/core/evaluation/score/ranking.ts';
import { percentile } from '../../src/core/percentile.ts';
import { findUsualModel } from '../../test/support/embedding/usual-model.ts';
import { loadSet, type RetrievalSet, setNames } from '../retrieval/load-set.ts';
import { createBenchEmbedder } from './bench-embedder.ts';
import type { OpenContender } from './contender.ts';
import { loadPeers } from './load-peers.ts';
import { openLangChain } from './open-lang-chain.ts';
import { openLlamaIndex } from './open-llama-index.ts';
import { openSourcier } from './open-sourcier.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    most: { type: 'string', default: '800' },
    packages: { type: 'string', default: join(tmpdir(), 'sourcier-bench-peers') },
    sets: { type: 'string', default: join(import.meta.dirname, '../../../shared/data/retrieval') },
  },
});
const found = values.model ? { folder: values.model } : await findUsualModel();
if ('missing' in found) fail(found.missing);
const model = (await readModelFolder(found.folder)) ?? fail(`${found.folder}: no model`);
const peers = await loadPeers(values.packages);
const scratch = mkdtempSync(join(tmpdir(), 'sourcier-bench-'));
const local = createLocalEmbedder(model, { folder: join(scratch, 'embedder'), threads: 1 });
const embedder = createBenchEmbedder(local);
const withModel = { EMBEDDINGS_MODEL_FOLDER: found.folder, EMBEDDINGS_THREADS: '1' };

// Questions that lean on earlier ones would measure what only one of them is told.
const wanted = positionals.length > 0 ? positionals : setNames.filter((name) => !name.endsWith('-history'));
const rows: Row[] = [];
try {
  await embedder.embedQuestion('Le modèle est-il prêt ?');
  for (const name of setNames.filter((one) => wanted.includes(one))) {
    const set = loadSet(values.sets, name);
    const folder = (kind: string) => join(scratch, name, kind);
    const contenders: Record<string, OpenContender> = {
      'LangChain.js': openLangChain(peers.langChain, embedder),
      LlamaIndexTS: openLlamaIndex(peers.llamaIndex, embedder),
      'Sourcier, words': openSourcier(folder('words'), { EMBEDDINGS: 'none' }),
      'Sourcier, hybrid': openSourcier(folder('hybrid'), withModel),
    };
    for (const [contender, open] of Object.entries(contenders)) {
      const row = { set: name, contender, ...(await measure(set, open)) };
      rows.push(row);
      console.log(JSON.stringify(row));
    }
  }
} finally {
  await local.close();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(tableOf(rows));

type Row = { readonly set: string; readonly contender: string } & Awaited<ReturnType<typeof measure>>;

async function measure({ sources, questions }: RetrievalSet, open: OpenContender) {
  const asked = evenly(questions, Number(values.most));
  const contender = await open(sources.map(({ id, title, text }) => ({ id, title, body: text })));
  try {
    for (const { text } of asked.slice(0, 10)) await contender.ask(text);
    const tookMs: number[] = [];
    const judged: Judged[] = [];
    for (const { text, relevant } of asked) {
      const started = performance.now();
      const ranking = await contender.ask(text);
      tookMs.push(performance.now() - started);
      const expected = [...relevant];
      const gains = ranking.map((id) => (relevant.has(id) ? [expected.indexOf(id)] : []));
      judged.push({ gains, expected: expected.length });
    }
    const mean = (score: (one: Judged) => number) =>
      rounded(judged.reduce((sum, one) => sum + score(one), 0) / judged.length, 3);
    return {
      questions: asked.length,
      documents: sources.length,
      ndcg10: mean((one) => ndcg(one, 10)),
      recall5: mean((one) => recall(one, 5)),
      recall20: mean((one) => recall(one, 20)),
      hit1: mean((one) => hit(one, 1)),
      chunks: contender.chunks,
      indexSeconds: rounded(contender.indexSeconds, 1),
      p50Ms: percentile(tookMs, 0.5),
      p95Ms: percentile(tookMs, 0.95),
      load1: rounded(loadavg()[0] ?? 0, 1),
    };
  } finally {
    await contender.close();
  }
}

/** At most so many, from the first to the last in equal steps. */
function evenly<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, items.length / most);
  const places = new Set(items.map((_, at) => Math.floor(at * step)));
  return items.filter((_, at) => places.has(at));
}

function tableOf(all: readonly Row[]): string {
  const lines = all.map(
    (row) =>
      `| ${row.set} (${row.questions}) | ${row.contender} | ${[row.ndcg10, row.recall5, row.recall20, row.hit1].map((score) => score.toFixed(3)).join(' | ')} | ${row.chunks} | ${row.indexSeconds} | ${row.p50Ms} | ${row.p95Ms} |`,
  );
  const head =
    '| set (questions) | | nDCG@10 | recall@5 | recall@20 | hit@1 | chunks | index, s | p50, ms | p95, ms |';
  return [head, `|${'---|'.repeat(10)}`, ...lines].join('\n');
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

function fail(why: string): never {
  console.error(why);
  process.exit(64);
}
