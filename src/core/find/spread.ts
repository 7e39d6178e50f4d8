/** Mean and standard deviation of numbers that were added up; both 0 when there were none. */
export function spreadOf(
  count: number,
  sum: number,
  sumOfSquares: number,
): { mean: number; deviation: number } {
  if (count === 0) return { mean: 0, deviation: 0 };
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, sumOfSquares / count - mean * mean)) };
}
