/** One thing observed: numbers known of it, and how surely it turned out so (0–1). `weight`: what it counts, 1 when absent. */
export type Observation = {
  readonly features: readonly number[];
  readonly outcome: number;
  readonly weight?: number;
};

/** P(outcome) = 1 / (1 + exp(−(offset + Σ weights × features))) */
export type Logistic = { readonly offset: number; readonly weights: readonly number[] };

/**
 * Fits a logistic regression by Newton's method, the weights (not the offset) held back by `ridge` × weight² / 2, so that
 * few observations do not give wild ones and what separates fully has an end.
 */
export function fitLogistic(observations: readonly Observation[], ridge: number): Logistic {
  const width = (observations[0]?.features.length ?? 0) + 1;
  let beta: number[] = new Array(width).fill(0);
  for (let round = 0; round < rounds; round += 1) {
    const { gradient, curvature } = slopesAt(beta, observations, ridge);
    const step = solve(curvature, gradient);
    // A step too long oscillates where the classes nearly separate.
    const length = Math.hypot(...step);
    const scale = Math.min(1, longestStep / (length || 1));
    beta = beta.map((value, i) => value + scale * (step[i] ?? 0));
    if (length < closeEnough) break;
  }
  const [offset = 0, ...weights] = beta;
  return { offset, weights };
}

/** Probability (0–1) that the regression gives. */
export function probability({ offset, weights }: Logistic, features: readonly number[]): number {
  return sigmoid(weights.reduce((sum, weight, i) => sum + weight * (features[i] ?? 0), offset));
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

const rounds = 100;
const longestStep = 4;
const closeEnough = 1e-8;

function slopesAt(beta: readonly number[], observations: readonly Observation[], ridge: number) {
  const [offset = 0, ...weights] = beta;
  const gradient = beta.map((value, i) => (i === 0 ? 0 : -ridge * value));
  // A touch on the diagonal of the offset keeps the matrix solvable when all outcomes are certain.
  const curvature = beta.map((_, i) => beta.map((_, j) => (i !== j ? 0 : i === 0 ? 1e-9 : ridge)));
  for (const { features, outcome, weight = 1 } of observations) {
    const p = probability({ offset, weights }, features);
    const row = [1, ...features];
    for (const [i, x] of row.entries()) {
      gradient[i] = (gradient[i] ?? 0) + weight * (outcome - p) * x;
      const line = curvature[i] ?? [];
      for (const [j, other] of row.entries()) line[j] = (line[j] ?? 0) + weight * p * (1 - p) * x * other;
    }
  }
  return { gradient, curvature };
}

/** Solves a symmetric positive system by Gaussian elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let i = column + 1; i < size; i += 1)
      if (Math.abs(at(i, column)) > Math.abs(at(pivot, column))) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []];
    for (let i = column + 1; i < size; i += 1) {
      const factor = at(i, column) / at(column, column);
      const row = rows[i] ?? [];
      for (let j = column; j <= size; j += 1) row[j] = at(i, j) - factor * at(column, j);
    }
  }
  const solution: number[] = new Array(size).fill(0);
  for (let i = size - 1; i >= 0; i -= 1) {
    let rest = at(i, size);
    for (let j = i + 1; j < size; j += 1) rest -= at(i, j) * (solution[j] ?? 0);
    solution[i] = rest / at(i, i);
  }
  return solution;
}
