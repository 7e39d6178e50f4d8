import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';
import { encodeText } from './encode.ts';
import type { SparseVector } from './sparse-vector.ts';

/**
 * Adds to a question the words that passages which fit it have in common (pseudo-relevance feedback): how other documents
 * say the same. `fit` is how well each passage fits beside the best one (0–1).
 */
export function withFeedback(
  query: SparseVector,
  passages: readonly { readonly passage: Passage; readonly fit: number }[],
): SparseVector {
  const { terms, weight } = tunables.find.feedback;
  const sums = new Map<number, number>();
  for (const { passage, fit } of passages) {
    const { ids, weights } = encodeText(passage.headings, passage.text, passage.document.language);
    for (const [at, term] of ids.entries()) sums.set(term, (sums.get(term) ?? 0) + fit * (weights[at] ?? 0));
  }
  const common = [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, terms);
  const most = common[0]?.[1] ?? 1;
  const weightsOf = new Map([...query.ids].map((term, at) => [term, query.weights[at] ?? 0]));
  for (const [term, sum] of common) weightsOf.set(term, (weightsOf.get(term) ?? 0) + (weight * sum) / most);
  const ids = Int32Array.from(weightsOf.keys()).sort();
  return { ids, weights: Float32Array.from(ids, (term) => weightsOf.get(term) ?? 0) };
}
