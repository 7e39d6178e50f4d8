import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import type { RankedPassage } from './passage.ts';

/** Why no answer is tried; `null` when one is. */
export type Abstention = 'nothing-readable-found' | 'scope-empty' | null;

/**
 * Whether the passages are worth an answer at all, decided before any model is asked: models answer wrongly rather
 * than abstain when the passages do not hold the answer. The judge is the share of the question's IDF mass in the best
 * passages. A passage in another language than the question that was also found by meaning is given the benefit of the
 * doubt, for words cannot speak about it; so is a question without any telling word.
 */
export function decideAbstention(
  passages: readonly RankedPassage[],
  circumstances: { readonly documents: number; readonly language: Language },
): Abstention {
  if (circumstances.documents === 0) return 'scope-empty';
  return areWorth(passages, circumstances.language, tunables.answering.coverageFloor)
    ? null
    : 'nothing-readable-found';
}

/** True when quotations of these passages may be given as what the documents say, not only as what comes closest. */
export function isSure(passages: readonly RankedPassage[], language: Language): boolean {
  return areWorth(passages, language, tunables.answering.coverageSure);
}

function areWorth(passages: readonly RankedPassage[], language: Language, floor: number): boolean {
  return passages
    .slice(0, tunables.answering.passagesJudged)
    .some(
      (passage) =>
        passage.coverage === null ||
        passage.coverage >= floor ||
        (typeof passage.similarity === 'number' && passage.document.language !== language),
    );
}
