/**
 * `node bench/retrieval/fit-abstention.ts [--model FOLDER] [--agreements N --packages FOLDER] [--keep FOLDER] [--seed 1]`: fits
 * what the shared regression of `tunables.abstention` weighs, words only or, with the folder of an embedding model, with
 * meanings, and measures it. One line of JSON per set: area under the ROC curve of the regression by five-fold
 * cross-validation (`crossValidated`), fitted without this set (`leftOut`), as the tunables stand (`standing`), and of what
 * others judge by: the share of words (`coverage`), the cosine of the nearest passage (`cosine`), and, were a fixed floor
 * of that cosine the rule, the share of answerable questions that stays when a half of the others is kept away
 * (`keptByCosine`, beside `kept` for the regression). Then the fit. Vectors are kept in `--keep`, so that repeating takes a
 * minute. N agreements come from `sourcier eval fetch socialgouv`.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { featuresOf, hybridFeatures, logOdds, wordFeatures } from '../../src/core/answer/answerable.ts';
import { fitLogistic, type Logistic, sigmoid } from '../../src/core/answer/fit-logistic.ts';
import { auroc } from '../../src/core/evaluation/score/auroc.ts';
import { seededRandom } from '../../src/core/evaluation/score/random.ts';
import { loadAbstentionSets } from './abstention-sets.ts';
import { createCachedEmbedder } from './cached-embedder.ts';
import { collectSignals, type Observed } from './collect-signals.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    agreements: { type: 'string', default: '9' },
    packages: { type: 'string' },
    keep: { type: 'string', default: join(tmpdir(), 'sourcier-bench-vectors') },
    seed: { type: 'string', default: '1' },
  },
});
const folder = process.env.RETRIEVAL_SETS ?? join(import.meta.dirname, '../../../shared/data/retrieval');
if (!existsSync(folder)) {
  console.error('The development sets are not there: name their folder in RETRIEVAL_SETS.');
  process.exit(64);
}
const folds = 5;
/** Holds back what the sets hardly tell. With 1, what `fit` says (it varies least) is lost: 0.02 less area; 0.02 to 0.1 are the same. */
const ridge = 0.05;
/** Of the answerable questions of each set, so many (in %) may fall below the floor that is proposed. */
const lost = 0.02;

const embedder =
  values.model === undefined ? undefined : await createCachedEmbedder(values.model, values.keep);
const names = embedder ? hybridFeatures : wordFeatures;
type Folded = Observed & { readonly fold: number };
const observed: Folded[] = [];
const random = seededRandom(Number(values.seed));
const foldOf = new Map<string, number>();
for (const set of loadAbstentionSets(folder, values.packages, Number(values.agreements)))
  for (const one of await collectSignals(set, embedder)) {
    // A question that is asked in several sets is in one fold.
    const fold = foldOf.get(one.id) ?? Math.floor(random() * folds);
    foldOf.set(one.id, fold);
    observed.push({ ...one, fold });
  }
await embedder?.close();

const families = [...new Set(observed.map(({ family }) => family))];
const sizes = Map.groupBy(observed, ({ family, answerable }) => `${family} ${answerable}`);
/** Both kinds of a set weigh the same, and sets by the root of their size. */
const weightOf = ({ family, answerable }: Observed) => {
  const [same = 1, other = 1] = [answerable, !answerable].map(
    (kind) => sizes.get(`${family} ${kind}`)?.length,
  );
  return Math.sqrt(same + other) / same;
};

/** Weights common to all sets. Each set has its own offset: how hard its questions are is not what is asked. */
function fitWeights(given: readonly Observed[]): Logistic {
  const { offset, weights } = fitLogistic(
    given.map((one) => ({
      features: [
        ...featuresOf(one.signals),
        ...families.slice(1).map((family) => Number(one.family === family)),
      ],
      outcome: Number(one.answerable),
      weight: weightOf(one),
    })),
    ridge,
  );
  const own = weights.slice(names.length);
  const mean = own.reduce((sum, value) => sum + value, offset * families.length) / families.length;
  return { offset: mean, weights: weights.slice(0, names.length) };
}
const scoreBy =
  ({ weights, offset }: Logistic) =>
  ({ signals }: Observed) =>
    featuresOf(signals).reduce((sum, value, at) => sum + value * (weights[at] ?? 0), offset);

const byFold = Array.from({ length: folds }, (_, fold) =>
  scoreBy(fitWeights(observed.filter((one) => one.fold !== fold))),
);
const whole = fitWeights(observed);
const round = (value: number | null | undefined) =>
  value === null || value === undefined ? null : Math.round(value * 1_000) / 1_000;

for (const family of families) {
  const own = observed.filter((one) => one.family === family);
  const related = own[0]?.relatives ?? family;
  const without = scoreBy(fitWeights(observed.filter((one) => one.relatives !== related)));
  const area = (score: (one: Folded) => number | null | undefined) => round(auroc(...halves(own, score)));
  console.log(
    JSON.stringify({
      set: family,
      natural: own[0]?.natural,
      answerable: own.filter(({ answerable }) => answerable).length,
      unanswerable: own.filter(({ answerable }) => !answerable).length,
      crossValidated: area((one) => byFold[one.fold]?.(one)),
      leftOut: area(without),
      standing: area(({ signals }) => logOdds(signals)),
      coverage: area(({ signals }) => signals.coverage),
      cosine: embedder ? area(({ similarity }) => similarity) : null,
      kept: keptAtHalf(own, (one) => byFold[one.fold]?.(one) ?? 0),
      keptByCosine: embedder ? keptAtHalf(own, ({ similarity }) => similarity ?? 0) : null,
    }),
  );
}

const scores = scoreBy(whole);
const least = (family: string) => {
  const own = observed.filter((one) => one.family === family && one.answerable).map(scores);
  return own.sort((a, b) => a - b)[Math.floor(own.length * lost)] ?? 0;
};
console.log(
  JSON.stringify({
    bias: round(whole.offset),
    weights: Object.fromEntries(names.map((name, at) => [name, round(whole.weights[at])])),
    floors: Object.fromEntries(families.map((family) => [family, round(sigmoid(least(family)))])),
    means: Object.fromEntries(
      names.map((name) => [
        name,
        round(mean(observed.flatMap(({ signals }) => (signals[name] === null ? [] : [signals[name]])))),
      ]),
    ),
  }),
);

function halves(
  own: readonly Folded[],
  score: (one: Folded) => number | null | undefined,
): [number[], number[]] {
  const of = (kind: boolean) => own.filter((one) => one.answerable === kind).map((one) => score(one) ?? 0);
  return [of(true), of(false)];
}

/** Share of the answerable questions that stay above a floor that keeps half of the others away. */
function keptAtHalf(own: readonly Folded[], score: (one: Folded) => number): number | null {
  const [answerable, others] = halves(own, score);
  const floor = others.sort((a, b) => a - b)[Math.floor(others.length / 2)] ?? 0;
  return round(answerable.filter((value) => value > floor).length / answerable.length);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);
}
