import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';
import type { DefinitionIntent } from './definition-intent.ts';

/**
 * Orders passages anew, best first, when the question asks what something is: those that say so gain a part of the best score, for
 * all of a subject's passages have its words. Without an intent nothing changes.
 */
export function preferDefinitions<Item extends Passage & { readonly score: number }>(
  passages: readonly Item[],
  intent: DefinitionIntent | null,
): readonly Item[] {
  if (intent === null) return passages;
  const gain = tunables.find.definition.gain * Math.max(...passages.map(({ score }) => score), 0);
  return passages
    .map((item) =>
      intent.isMetBy(item.text, item.document.language) ? { ...item, score: item.score + gain } : item,
    )
    .sort((a, b) => b.score - a.score);
}
