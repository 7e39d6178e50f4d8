/**
 * Scores of a ranking. `gains` says for each place, best first, which expected items stand there (their numbers from 0);
 * an item counts where it first appears. `expected` is the number of items.
 */
export type Judged = { readonly gains: readonly (readonly number[])[]; readonly expected: number };

/** Places (from 0) at which each found item first appears, ascending. A place that holds several items counts once each. */
function firstPlaces({ gains }: Judged, depth: number): number[] {
  const seen = new Set<number>();
  const places: number[] = [];
  for (const [place, items] of gains.slice(0, depth).entries())
    for (const item of items) {
      if (seen.has(item)) continue;
      seen.add(item);
      places.push(place);
    }
  return places;
}

/** nDCG with binary gain 1/log2(rank + 1), against the best ranking of all expected items. */
export function ndcg(judged: Judged, depth = 10): number {
  const gain = (place: number) => 1 / Math.log2(place + 2);
  const places = firstPlaces(judged, depth);
  // Two items in one passage would otherwise exceed a ranking that has one item at each place.
  const taken = [...new Set(places)];
  const best = Array.from({ length: Math.min(depth, judged.expected) }, (_, place) => gain(place));
  const got = taken.reduce((sum, place) => sum + gain(place), 0);
  return Math.min(1, got / best.reduce((sum, value) => sum + value, 0));
}

/** Share of the expected items that stand in the first `depth` places. */
export function recall(judged: Judged, depth: number): number {
  return firstPlaces(judged, depth).length / judged.expected;
}

/** 1 when any expected item stands in the first `depth` places, else 0. */
export function hit(judged: Judged, depth: number): number {
  return firstPlaces(judged, depth).length > 0 ? 1 : 0;
}

/** 1/rank of the first expected item, 0 when there is none. */
export function reciprocalRank(judged: Judged): number {
  const first = firstPlaces(judged, judged.gains.length)[0];
  return first === undefined ? 0 : 1 / (first + 1);
}
