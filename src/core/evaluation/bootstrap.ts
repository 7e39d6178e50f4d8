import { seededRandom } from './score/random.ts';

/** The score of one question in two runs; questions of one cluster are drawn together. */
export type Pair = { readonly cluster: string; readonly before: number; readonly after: number };

export type Difference = {
  readonly n: number;
  readonly before: number;
  readonly after: number;
  /** Mean of after − before, with its 95 % interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
};

/** Fewer make the interval jump from seed to seed. */
export const leastResamples = 2_000;

/**
 * Mean difference of two runs over the same questions, with the 2.5 and 97.5 percentiles of its bootstrap distribution:
 * clusters are drawn with replacement, each with all its pairs. The same for the same seed. `null` without pairs.
 */
export function pairedBootstrap(
  pairs: readonly Pair[],
  options: { readonly seed: number; readonly resamples?: number },
): Difference | null {
  if (pairs.length === 0) return null;
  const random = seededRandom(options.seed);
  const resamples = options.resamples ?? leastResamples;
  const clusters = [...Map.groupBy(pairs, (pair) => pair.cluster).values()].map((members) => ({
    sum: members.reduce((sum, { before, after }) => sum + after - before, 0),
    size: members.length,
  }));
  const means = new Float64Array(resamples);
  for (let at = 0; at < resamples; at += 1) {
    let sum = 0;
    let size = 0;
    for (let drawn = 0; drawn < clusters.length; drawn += 1) {
      const cluster = clusters[Math.floor(random() * clusters.length)];
      sum += cluster?.sum ?? 0;
      size += cluster?.size ?? 0;
    }
    means[at] = sum / size;
  }
  means.sort();
  const before = mean(pairs.map((pair) => pair.before));
  const after = mean(pairs.map((pair) => pair.after));
  return {
    n: pairs.length,
    before,
    after,
    difference: after - before,
    low: quantile(means, 0.025),
    high: quantile(means, 0.975),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Nearest rank, of ascending values. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}
