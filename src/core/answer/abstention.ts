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
  circumstances: {
    readonly documents: number;
    readonly language: Language;
    /** A model reads the passages and can still say that nothing was found; quotations must speak for themselves. */
    readonly reader: 'model' | 'person';
  },
): Abstention {
  if (circumstances.documents === 0) return 'scope-empty';
  const { passagesJudged, coverageFloorModel, coverageFloorQuoted } = tunables.answering;
  const floor = circumstances.reader === 'model' ? coverageFloorModel : coverageFloorQuoted;
  const worth = passages
    .slice(0, passagesJudged)
    .some(
      (passage) =>
        passage.coverage === null ||
        passage.coverage >= floor ||
        (typeof passage.similarity === 'number' && passage.document.language !== circumstances.language),
    );
  return worth ? null : 'nothing-readable-found';
}
