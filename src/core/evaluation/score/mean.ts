/** Mean of the values that apply, with their number; `null` when none does. */
export function meanOf(values: Iterable<number | null | undefined>): { mean: number | null; n: number } {
  let sum = 0;
  let n = 0;
  for (const value of values)
    if (value !== null && value !== undefined) {
      sum += value;
      n += 1;
    }
  return { mean: n === 0 ? null : sum / n, n };
}
