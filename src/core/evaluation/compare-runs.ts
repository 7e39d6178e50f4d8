import { type Difference, pairedBootstrap } from './bootstrap.ts';
import { leaksOf, lineKey, type NamedLeak, type ResultLine } from './result-line.ts';
import { type Metric, mainMetric, metricNames } from './score/scores.ts';
import { type Endpoint, endpoints } from './suite.ts';

/** How much the lower bound of the gating metric may fall: one point of nDCG. */
export const tolerance = 0.01;

/** What one question gave in two runs. */
export type LinePair = { readonly before: ResultLine; readonly after: ResultLine };

export type SuiteComparison = {
  readonly suite: string;
  readonly endpoint: Endpoint;
  readonly metrics: Readonly<Partial<Record<Metric, Difference>>>;
  /** The metric that decides, the main one of the suite; `null` when nothing was expected. */
  readonly gate: Metric | null;
  readonly kept: boolean;
};

export type Comparison = {
  readonly leaks: readonly NamedLeak[];
  readonly suites: readonly SuiteComparison[];
  /** Questions that one of the runs alone has an unfailed result for, and that are left out. */
  readonly unpaired: number;
  /** True when no suite got worse and no leak appeared. */
  readonly kept: boolean;
};

/**
 * Compares two runs over the questions that both answered. A change is kept when the lower bound of the difference of each
 * suite's gating metric is above −0.01 and the second run has no leak.
 */
export function compareRuns(
  before: readonly ResultLine[],
  after: readonly ResultLine[],
  options: { readonly seed: number; readonly resamples?: number },
): Comparison {
  const pairs = pairLines(before, after);
  const suites = [...new Set(pairs.map((pair) => pair.after.suite))].flatMap((suite) =>
    endpoints.flatMap((endpoint): SuiteComparison[] => {
      const own = pairs.filter(({ after: line }) => line.suite === suite && line.endpoint === endpoint);
      if (own.length === 0) return [];
      const metrics = Object.fromEntries(
        metricNames.flatMap((metric) => {
          const difference = pairedBootstrap(scoresOf(own, metric), options);
          return difference === null ? [] : [[metric, difference]];
        }),
      ) as SuiteComparison['metrics'];
      const gate = mainMetric(endpoint, (metric) => metrics[metric] !== undefined);
      const low = gate === null ? 0 : (metrics[gate]?.low ?? 0);
      return [{ suite, endpoint, metrics, gate, kept: low > -tolerance }];
    }),
  );
  const leaks = leaksOf(after);
  return {
    leaks,
    suites,
    unpaired: before.length + after.length - 2 * pairs.length,
    kept: leaks.length === 0 && suites.every((suite) => suite.kept),
  };
}

/** The questions that both runs have an unfailed result for. */
export function pairLines(before: readonly ResultLine[], after: readonly ResultLine[]): LinePair[] {
  const earlier = new Map(before.filter(isSound).map((line) => [lineKey(line), line]));
  return after.filter(isSound).flatMap((line) => {
    const other = earlier.get(lineKey(line));
    return other ? [{ before: other, after: line }] : [];
  });
}

const isSound = (line: ResultLine) => line.error === null;

function scoresOf(pairs: readonly LinePair[], metric: Metric) {
  return pairs.flatMap(({ before, after }) => {
    const [one, other] = [before.scores[metric], after.scores[metric]];
    return typeof one === 'number' && typeof other === 'number'
      ? [{ cluster: after.cluster, before: one, after: other }]
      : [];
  });
}
