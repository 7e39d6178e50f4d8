import { tunables } from '../../../config/tunables.ts';
import type { SparseVector } from './sparse-vector.ts';

/** What a passage says in words, and how well it fits beside the best one (0–1). */
export type TeachingPassage = { readonly words: SparseVector; readonly fit: number };

/**
 * Adds to a question the words that passages which fit it have in common (pseudo-relevance feedback): how other documents
 * say the same.
 */
export function withFeedback(query: SparseVector, passages: readonly TeachingPassage[]): SparseVector {
  const { terms, weight } = tunables.find.feedback;
  const sums = new Map<number, number>();
  for (const { words, fit } of passages)
    for (const [at, term] of words.ids.entries())
      sums.set(term, (sums.get(term) ?? 0) + fit * (words.weights[at] ?? 0));
  const common = [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, terms);
  const most = common[0]?.[1] ?? 1;
  const weightsOf = new Map([...query.ids].map((term, at) => [term, query.weights[at] ?? 0]));
  for (const [term, sum] of common) weightsOf.set(term, (weightsOf.get(term) ?? 0) + (weight * sum) / most);
  const ids = Int32Array.from(weightsOf.keys()).sort();
  return { ids, weights: Float32Array.from(ids, (term) => weightsOf.get(term) ?? 0) };
}
