/** Nearest-rank percentile of numbers in any order; 0 of none. One decimal. */
export function percentile(values: readonly number[], share: number): number {
  return percentileOf(ascending(values), share);
}

/** How some times are spread, in their unit. */
export type Percentiles = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

/** Nearest-rank percentiles of numbers in any order, all 0 of none; with one decimal, or as many as are given. */
export function percentilesOf(values: readonly number[], decimals = 1): Percentiles {
  const sorted = ascending(values);
  const at = (share: number) => percentileOf(sorted, share, decimals);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}

function percentileOf(sorted: readonly number[], share: number, decimals = 1): number {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  const unit = 10 ** decimals;
  return Math.round(value * unit) / unit;
}
