import type { Confidence } from './answerable.ts';
import type { Searched } from './texts.ts';

/** Why no answer is tried; `null` when one is. */
export type Abstention = 'nothing-readable-found' | 'scope-empty' | null;

/**
 * Whether the passages are worth an answer at all, decided before any model is asked: models answer wrongly rather than
 * abstain when the passages do not hold the answer.
 */
export function decideAbstention(
  confidence: Confidence,
  { documents }: Pick<Searched, 'documents'>,
): Abstention {
  if (documents === 0) return 'scope-empty';
  return confidence === 'none' ? 'nothing-readable-found' : null;
}
