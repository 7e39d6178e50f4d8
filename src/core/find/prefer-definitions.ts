import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';
import type { Definition } from './definition.ts';

/**
 * Orders passages anew, best first, when the question asks what something is: those that say so gain a part of the best score, for
 * all of a subject's passages have its words. Otherwise (`null`) nothing changes.
 */
export function preferDefinitions<Item extends Passage & { readonly score: number }>(
  passages: readonly Item[],
  definition: Definition | null,
): readonly Item[] {
  if (definition === null) return passages;
  const gain = tunables.find.definition.gain * Math.max(...passages.map(({ score }) => score), 0);
  return passages
    .map((item) =>
      definition.isMetBy(item.text, item.document.language) ? { ...item, score: item.score + gain } : item,
    )
    .sort((a, b) => b.score - a.score);
}
