import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';

/**
 * Lets the articles of one long document take turns: each further passage below the same headings counts a share of what it
 * would, so that one long article does not fill the list. Best first again; passages without headings are left alone.
 */
export function spreadOverHeadings<Item extends Passage & { readonly score: number }>(
  passages: readonly Item[],
  isLong: (document: string) => boolean,
): Item[] {
  const earlier = new Map<string, number>();
  return passages
    .map((passage) => {
      const { document, headings, score } = passage;
      if (headings.length === 0 || !isLong(document.id)) return passage;
      const place = [document.id, ...headings].join('\n');
      const before = earlier.get(place) ?? 0;
      earlier.set(place, before + 1);
      return { ...passage, score: score * tunables.find.focus.sameHeadings ** before };
    })
    .sort((a, b) => b.score - a.score);
}
