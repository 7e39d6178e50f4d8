/**
 * `node bench/retrieval/half-built.ts --model FOLDER [--cache DIR] [--sample N] [set …]`: nDCG@10 of fusion when only a share
 * of the documents has vectors, one line of JSON per set, of large sets for N questions (400). Each share is drawn five times.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sample } from '../../src/core/evaluation/score/random.ts';
import { seeded } from '../crash/survive.ts';
import { createCachedEmbedder } from './cached-embedder.ts';
import { loadSet, type RetrievalSet, setNames } from './load-set.ts';
import { ingestSet, type Vectors } from './measure.ts';
import { ndcg } from './scorers.ts';
import { vectorsOfSet } from './vectors-of-set.ts';

const { positionals: wanted, values } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    cache: { type: 'string' },
    sample: { type: 'string', default: '400' },
  },
});
if (values.model === undefined) {
  console.error('usage: half-built.ts --model FOLDER [--cache DIR] [--sample N] [set …]');
  process.exit(64);
}
const sets = process.env.RETRIEVAL_SETS ?? join(import.meta.dirname, '../../../shared/data/retrieval');
const shares = [0, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1];
const draws = 5;

async function measureShares(set: RetrievalSet, vectors: Vectors): Promise<number[]> {
  const means: number[] = [];
  for (const share of shares) {
    const turns = share === 0 || share === 1 ? 1 : draws;
    let sum = 0;
    for (let draw = 0; draw < turns; draw += 1) {
      const random = seeded(draw + 1);
      const has = new Set(set.sources.flatMap(({ id }) => (random() < share ? [id] : [])));
      sum += await meanWith(set, vectors, has);
    }
    means.push(Math.round((sum / turns) * 1_000) / 1_000);
  }
  return means;
}

async function meanWith(set: RetrievalSet, vectors: Vectors, has: ReadonlySet<string>): Promise<number> {
  const { index, find } = ingestSet(set, {
    vectors: {
      ...vectors,
      ofChunk: (chunk, document) => (has.has(document) ? vectors.ofChunk(chunk, document) : undefined),
    },
  });
  // As if all had one: too few would not be searched.
  const searchVectors = async (...given: Parameters<typeof index.searchVectors>) => {
    const found = await index.searchVectors(...given);
    return { ...found, chunks: found.compared };
  };
  const embedder = has.size === 0 ? undefined : vectors.embedder;
  let sum = 0;
  for (const question of set.questions)
    sum += ndcg(await find(question, { embedder, index: { ...index, searchVectors } }), question.relevant);
  return sum / set.questions.length;
}

const embedder = await createCachedEmbedder(values.model, values.cache);
for (const name of setNames) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const whole = loadSet(sets, name);
  const set = { ...whole, questions: sample(whole.questions, Number(values.sample), 1) };
  const means = await measureShares(set, await vectorsOfSet(set, embedder));
  console.log(
    JSON.stringify({ set: name, ...Object.fromEntries(shares.map((share, i) => [share, means[i]])) }),
  );
}
await embedder.close();
