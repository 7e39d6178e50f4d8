import type { Hit } from '../../ports/search-index.ts';

/**
 * Joins hits by words and by vectors by weighted min-max (Bruch et al., 2023): each list is brought to 0–1, a chunk
 * that a list lacks has 0 in it, and `vectorShare` (0–1) says how much vectors count. Words start from zero, which is
 * what their score means when nothing matches; cosines have no such floor and start from the lowest of the list.
 * Best first, equal scores by chunk id. With one empty list the other's order stays.
 */
export function fuseMinMax(wordHits: readonly Hit[], vectorHits: readonly Hit[], vectorShare: number): Hit[] {
  const share = wordHits.length === 0 ? 1 : vectorHits.length === 0 ? 0 : vectorShare;
  const fused = new Map<string, Hit>();
  add(wordHits, 0, 1 - share, fused);
  add(vectorHits, Math.min(...vectorHits.map((hit) => hit.score)), share, fused);
  if (wordHits.length > 0 && vectorHits.length > 0) return [...fused.values()].sort(bestFirst);
  // Scores that differ by next to nothing can become equal on their way to 0–1: the order is that of the list itself.
  return [...wordHits, ...vectorHits].sort(bestFirst).map((hit) => fused.get(hit.chunkId) ?? hit);
}

/** Orders hits by score, equal scores by chunk id so that the order never depends on the store. */
export function bestFirst(a: Hit, b: Hit): number {
  return b.score - a.score || (a.chunkId < b.chunkId ? -1 : a.chunkId > b.chunkId ? 1 : 0);
}

function add(hits: readonly Hit[], floor: number, weight: number, fused: Map<string, Hit>): void {
  const range = Math.max(...hits.map((hit) => hit.score)) - floor;
  for (const hit of hits) {
    const score = weight * (range > 0 ? (hit.score - floor) / range : 1);
    fused.set(hit.chunkId, { ...hit, score: (fused.get(hit.chunkId)?.score ?? 0) + score });
  }
}
