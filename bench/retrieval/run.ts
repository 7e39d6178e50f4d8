import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSet, setNames } from './load-set.ts';
import { overrideTunable } from './override-tunable.ts';

/**
 * `node bench/retrieval/run.ts [set …] [bm25.k1=0.9 …] [--every 5] [--model FOLDER] [--cache DIR] [--folders 20]`: nDCG@10 and recall@10 of
 * finding on the development sets (`../shared/data/retrieval`, or the folder in RETRIEVAL_SETS), one line of JSON each: by
 * words, and with an embedding model of this machine by meaning too. Its vectors are made once and kept in the cache
 * folder (that of temporary files unless named). Assignments change tunables for this run; `--every n` asks one question
 * in n; with `--folders` the documents lie in so many, and each question is limited to the one that has its answer.
 */
const folder = process.env.RETRIEVAL_SETS ?? join(import.meta.dirname, '../../../shared/data/retrieval');
if (!existsSync(folder)) {
  console.error('The development sets are not there: name their folder in RETRIEVAL_SETS.');
  process.exit(64);
}
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '1' },
    folders: { type: 'string', default: '0' },
    model: { type: 'string' },
    cache: { type: 'string' },
  },
});
for (const assignment of positionals.filter((argument) => argument.includes('=')))
  overrideTunable(assignment);
const wanted = positionals.filter((argument) => !argument.includes('='));
// Loaded only now: many modules read the tunables once.
const { measure } = await import('./measure.ts');
const { createCachedEmbedder } = await import('./cached-embedder.ts');
const { vectorsOfSet } = await import('./vectors-of-set.ts');
const embedder =
  values.model === undefined ? undefined : await createCachedEmbedder(values.model, values.cache);

const round = (value: number) => Math.round(value * 10_000) / 10_000;
for (const name of setNames) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = performance.now();
  const whole = loadSet(folder, name);
  const questions = whole.questions.filter((_, at) => at % Number(values.every) === 0);
  const set = { ...whole, questions };
  const vectors = embedder && (await vectorsOfSet(set, embedder));
  const {
    each: _each,
    firsts: _firsts,
    ...figures
  } = await measure(set, { vectors, folders: Number(values.folders) });
  const { ndcg10, recall10 } = figures;
  const seconds = round((performance.now() - started) / 1000);
  console.log(JSON.stringify({ ...figures, ndcg10: round(ndcg10), recall10: round(recall10), seconds }));
}
await embedder?.close();
