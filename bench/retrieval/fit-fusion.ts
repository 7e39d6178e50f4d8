/**
 * `npm run fit:fusion -- --model FOLDER [--cache DIR] [--sample N] [--seed N] [--json]`: fits `tunables.find.fusion` on the
 * development sets. Each of its numbers is tried on all sets (of a large one, `--sample` questions); what the choice is worth
 * is told by cross-validation: each family of sets is scored under the numbers chosen without it. Changes no file.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tunables } from '../../config/tunables.ts';
import { bestTrial, crossValidate, type Objective, type Trial } from '../../eval/fusion/cross-validate.ts';
import { rememberSearches } from '../../eval/fusion/remember-searches.ts';
import { sample } from '../../src/core/evaluation/score/random.ts';
import type { FusionNumbers } from '../../src/core/find/fusion-numbers.ts';
import { type CachedEmbedder, createCachedEmbedder } from './cached-embedder.ts';
import { loadSet, type Question, type RetrievalSet, setNames } from './load-set.ts';
import { type IngestedSet, ingestSet } from './measure.ts';
import { ndcg } from './scorers.ts';
import { vectorsOfSet } from './vectors-of-set.ts';

/** Sets whose questions or documents are the same: a fit on one has seen the others. */
const families: Readonly<Record<string, string>> = {
  'mtrag-un-dev-history': 'mtrag-un-dev',
  'rgpd-en-fr': 'rgpd-fr-en',
  'rgpd-own': 'rgpd-fr-en',
};
/** What a set may lose against the better of words alone and vectors alone; more costs five times what it is. */
const tolerance = 0.01;
const penalty = 5;

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    cache: { type: 'string' },
    sample: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
if (values.model === undefined) {
  console.error('usage: npm run fit:fusion -- --model FOLDER [--cache DIR] [--sample N] [--seed N] [--json]');
  process.exit(64);
}
const folder = process.env.RETRIEVAL_SETS ?? join(import.meta.dirname, '../../../shared/data/retrieval');
const candidates = tunables.find.fit.vectorWeights.flatMap((vectorWeight) =>
  [0.25, 0.5, 1].map((withReference): FusionNumbers => ({ vectorWeight, withReference })),
);

type Row = {
  readonly set: string;
  readonly questions: number;
  readonly words: number;
  readonly vectors: number;
  readonly now: number;
  /** One for each candidate. */
  readonly tried: readonly number[];
};

const embedder = await createCachedEmbedder(values.model, values.cache);
const rows: Row[] = [];
for (const name of setNames) {
  const whole = loadSet(folder, name);
  const questions = sample(whole.questions, Number(values.sample), Number(values.seed));
  rows.push(await tryOn({ ...whole, questions }, embedder));
}
await embedder.close();

const legs = rows.map(({ words, vectors }) => Math.max(words, vectors));
const objective: Objective<FusionNumbers> = ({ scores }, units) =>
  mean(
    units.map((unit) => {
      const score = scores[unit] ?? 0;
      return score - penalty * Math.max(0, (legs[unit] ?? 0) - tolerance - score);
    }),
  );
const trials = candidates.map(
  (numbers, at): Trial<FusionNumbers> => ({ numbers, scores: rows.map(({ tried }) => tried[at] ?? 0) }),
);
const chosen = bestTrial(
  trials,
  rows.map((_, unit) => unit),
  objective,
);
const validated = crossValidate(
  trials,
  rows.map(({ set }) => families[set] ?? set),
  objective,
);
const table = rows.map(({ set, questions, words, vectors, now }, unit) => ({
  set,
  questions,
  words: round(words),
  vectors: round(vectors),
  now: round(now),
  fitted: round(chosen.scores[unit] ?? 0),
  crossValidated: round(validated[unit] ?? 0),
}));
const means = {
  now: round(mean(table.map((row) => row.now))),
  fitted: round(mean(table.map((row) => row.fitted))),
  crossValidated: round(mean(table.map((row) => row.crossValidated))),
};
/** Mean over the sets for each weight of vectors, to see how much the choice matters. */
const curve = trials
  .filter(({ numbers }) => numbers.withReference === chosen.numbers.withReference)
  .map(({ numbers, scores }) => ({ vectorWeight: numbers.vectorWeight, mean: round(mean(scores)) }));
const broken = table.filter(({ words, vectors, fitted }) => fitted < Math.max(words, vectors) - tolerance);
if (values.json) {
  const { fusion } = tunables.find;
  console.log(
    JSON.stringify({ sets: table, means, numbers: { now: fusion, fitted: chosen.numbers }, curve, broken }),
  );
} else {
  console.table(table);
  console.table(curve);
  console.log('means', means, 'numbers', chosen.numbers);
}
for (const { set } of broken) console.error(`${set}: more than ${tolerance} below one of its halves`);
if (broken.length > 0) process.exitCode = 1;

async function tryOn(set: RetrievalSet, model: CachedEmbedder): Promise<Row> {
  const vectors = await vectorsOfSet(set, model);
  const ingested = ingestSet(set, { vectors });
  const each: { words: number; vectors: number; now: number; tried: number[] }[] = [];
  for (const question of set.questions) each.push(await tryOnQuestion(ingested, question));
  process.stderr.write(`${set.name}: ${each.length}\n`);
  return {
    set: set.name,
    questions: each.length,
    words: mean(each.map(({ words }) => words)),
    vectors: mean(each.map((one) => one.vectors)),
    now: mean(each.map(({ now }) => now)),
    tried: candidates.map((_, at) => mean(each.map(({ tried }) => tried[at] ?? 0))),
  };
}

async function tryOnQuestion({ index, find }: IngestedSet, question: Question) {
  const remembered = rememberSearches(index);
  const score = async (otherwise: Parameters<typeof find>[1]) =>
    ndcg(await find(question, { index: remembered, ...otherwise }), question.relevant);
  const wordless = {
    ...remembered,
    searchWords: async (...given: Parameters<typeof remembered.searchWords>) => ({
      ...(await remembered.searchWords(...given)),
      hits: [],
    }),
    searchDocuments: async () => [],
  };
  const tried: number[] = [];
  for (const fusion of candidates) tried.push(await score({ fusion }));
  return {
    words: await score({ embedder: undefined }),
    vectors: await score({ index: wordless }),
    now: await score({}),
    tried,
  };
}

function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function round(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
