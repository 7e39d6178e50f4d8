import { tunables } from '../../../config/tunables.ts';
import type { Passage } from '../answer/passage.ts';

type Scored = Passage & { readonly score: number };

/**
 * The best passage of each document, best document first. A document's score is its best passage's and a share of its
 * next ones': one that speaks of the matter in several places comes before one that names it once.
 * `passages` must be ordered best first.
 */
export function groupByDocument<Item extends Scored>(passages: readonly Item[]): Item[] {
  const groups = Map.groupBy(passages, (passage) => passage.document.id);
  return [...groups.values()]
    .flatMap(([best, ...next]) => (best === undefined ? [] : [{ ...best, score: documentScore(best, next) }]))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** At most `limit` passages of each document, order kept. */
export function limitPerDocument<Item>(
  items: readonly Item[],
  documentOf: (item: Item) => string,
  limit: number,
): Item[] {
  const counts = new Map<string, number>();
  return items.filter((item) => {
    const count = (counts.get(documentOf(item)) ?? 0) + 1;
    counts.set(documentOf(item), count);
    return count <= limit;
  });
}

function documentScore(best: Scored, next: readonly Scored[]): number {
  const share = tunables.find.nextPassageShare;
  return next.reduce((sum, passage, at) => sum + passage.score * share * 0.5 ** at, best.score);
}
