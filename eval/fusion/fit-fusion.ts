import { tunables } from '../../config/tunables.ts';
import { type Difference, pairedBootstrap } from '../../src/core/evaluation/bootstrap.ts';
import { seededRandom } from '../../src/core/evaluation/score/random.ts';
import type { FusionNumbers } from '../../src/core/find/fusion-numbers.ts';
import { bestTrial, crossValidate, meanScore, type Trial } from './cross-validate.ts';

/** nDCG@10 of one question under each of some numbers, in their order. */
export type Tried = { readonly cluster: string; readonly scores: readonly number[] };

export type Fit = {
  readonly questions: number;
  readonly current: FusionNumbers;
  /** The best of all that were tried, on all questions. */
  readonly best: FusionNumbers;
  /** Cross-validated: what choosing anew changes on questions that were not chosen by, with its 95 % interval. */
  readonly difference: Difference;
  /** True when that is better than the current numbers, and surely not much worse. */
  readonly isBetter: boolean;
};

/** What is tried: the current numbers first, which win where nothing is better. */
export function candidatesBeside(current: FusionNumbers): FusionNumbers[] {
  const others = tunables.find.fit.vectorWeights.filter((weight) => weight !== current.vectorWeight);
  return [current, ...others.map((vectorWeight) => ({ ...current, vectorWeight }))];
}

/**
 * Chooses among `candidates`, the current numbers first. Questions of one cluster are left out together. The same for the
 * same seed. There must be questions of two clusters.
 */
export function fitFusion(candidates: readonly FusionNumbers[], tried: readonly Tried[], seed: number): Fit {
  const [current] = candidates;
  if (!current) throw new RangeError('nothing to choose from');
  const trials = candidates.map(
    (numbers, at): Trial<FusionNumbers> => ({ numbers, scores: tried.map(({ scores }) => scores[at] ?? 0) }),
  );
  const clusters = tried.map(({ cluster }) => cluster);
  const validated = crossValidate(trials, foldsOf(clusters, seed), meanScore);
  const difference = pairedBootstrap(
    tried.map(({ cluster, scores }, at) => ({ cluster, before: scores[0] ?? 0, after: validated[at] ?? 0 })),
    { seed },
  );
  if (!difference) throw new RangeError('no question');
  const best = bestTrial(trials, [...tried.keys()], meanScore).numbers;
  return {
    questions: tried.length,
    current,
    best,
    difference,
    isBetter:
      best !== current && difference.difference > 0 && difference.low > tunables.find.fit.leastDifference,
  };
}

/** Deals the clusters out to folds of like size. */
function foldsOf(clusters: readonly string[], seed: number): number[] {
  const random = seededRandom(seed);
  const shuffled = [...new Set(clusters)]
    .map((cluster) => ({ cluster, key: random() }))
    .sort((a, b) => a.key - b.key);
  const fold = new Map(shuffled.map(({ cluster }, at) => [cluster, at % tunables.find.fit.folds]));
  return clusters.map((cluster) => fold.get(cluster) ?? 0);
}
