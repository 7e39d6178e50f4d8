import type { SparseVector } from '../../core/find/sparse-vector.ts';
import { sum } from '../../core/sum.ts';

/**
 * The words of a name as the server holds them: by the root of their number, the weights of all being their number. A name
 * then scores about as the port wants it (what is said of it, squared, by the whole of it), and the first that the server
 * gives are the best, though it multiplies and adds and nothing else.
 */
export function byBrevity({ ids, weights }: SparseVector): SparseVector {
  const root = Math.sqrt(sum([...weights]));
  return { ids, weights: weights.map((weight) => weight / root) };
}

/** What to multiply weights by that the server holds, to have those that were given. */
export function scaleOf({ weights }: SparseVector): number {
  // The sum of weights by the root of their sum is that root.
  return sum([...weights]);
}

/** The words of a name as they were given. */
export function asGiven(held: SparseVector): SparseVector {
  const scale = scaleOf(held);
  return { ids: held.ids, weights: held.weights.map((weight) => weight * scale) };
}
