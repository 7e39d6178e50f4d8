/** One choice of numbers with the scores of each unit (a question, a set of questions) under it. */
export type Trial<Numbers> = { readonly numbers: Numbers; readonly scores: readonly number[] };

/** How good a trial is on some of the units. */
export type Objective<Numbers> = (trial: Trial<Numbers>, units: readonly number[]) => number;

/** The mean of the scores. */
export const meanScore: Objective<unknown> = ({ scores }, units) =>
  units.reduce((sum, unit) => sum + (scores[unit] ?? 0), 0) / units.length;

/** The best trial on these units; the first of equals. There must be one. */
export function bestTrial<Numbers>(
  trials: readonly Trial<Numbers>[],
  units: readonly number[],
  objective: Objective<Numbers>,
): Trial<Numbers> {
  const rated = trials.map((trial) => ({ trial, value: objective(trial, units) }));
  const best = rated.reduce((one, other) => (other.value > one.value ? other : one));
  return best.trial;
}

/**
 * The score of each unit under the numbers that are best without its fold: what a choice is worth on what it was not made
 * for. `folds` names the fold of each unit; there are two at least.
 */
export function crossValidate<Numbers>(
  trials: readonly Trial<Numbers>[],
  folds: readonly (string | number)[],
  objective: Objective<Numbers>,
): number[] {
  const units = folds.map((_, unit) => unit);
  const chosen = new Map(
    [...new Set(folds)].map((fold) => {
      const others = units.filter((unit) => folds[unit] !== fold);
      return [fold, bestTrial(trials, others, objective)];
    }),
  );
  return folds.map((fold, unit) => chosen.get(fold)?.scores[unit] ?? 0);
}
