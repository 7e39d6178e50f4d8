/**
 * Area under the ROC curve: the chance that a signal is higher for a question with an answer than for one without, ties
 * counting half (Mann–Whitney). `null` when either kind is missing.
 */
export function auroc(answerable: readonly number[], unanswerable: readonly number[]): number | null {
  if (answerable.length === 0 || unanswerable.length === 0) return null;
  const all = [
    ...answerable.map((value) => ({ value, positive: true })),
    ...unanswerable.map((value) => ({ value, positive: false })),
  ].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1;
    // Ranks from 1; equal values share the mean of theirs.
    const rank = (from + 1 + to) / 2;
    for (let at = from; at < to; at += 1) if (all[at]?.positive) rankSum += rank;
    from = to;
  }
  const n = answerable.length;
  return (rankSum - (n * (n + 1)) / 2) / (n * unanswerable.length);
}
