import { tunables } from '../../../config/tunables.ts';
import type { Hit, VectorHits, WordHits } from '../../ports/search-index.ts';
import { idfOfTerm } from './idf.ts';
import type { SparseVector } from './sparse-vector.ts';

/**
 * Adds up two lists of strengths (0–1), of which `vectorShare` (0–1) says how much vectors count; a chunk that a list lacks
 * has 0 in it. Best first, equal scores by chunk id. With one empty list the other's order stays.
 */
export function fuse(words: readonly Hit[], vectors: readonly Hit[], vectorShare: number): Hit[] {
  const share = words.length === 0 ? 1 : vectors.length === 0 ? 0 : vectorShare;
  const fused = new Map<string, Hit>();
  for (const [hits, weight] of [
    [words, 1 - share],
    [vectors, share],
  ] as const)
    for (const hit of hits) {
      const score = (fused.get(hit.chunkId)?.score ?? 0) + weight * hit.score;
      fused.set(hit.chunkId, { ...hit, score });
    }
  return [...fused.values()].sort(bestFirst);
}

/**
 * Strength of hits by words: the share of what a chunk would score that holds every word of the question in abundance. So
 * words count for little where much of the question stands nowhere.
 */
export function wordStrengths(hits: readonly Hit[], query: SparseVector, statistics: Statistics): Hit[] {
  const ideal = idealScore(query, statistics);
  return hits.map((hit) => ({ ...hit, score: ideal > 0 ? hit.score / ideal : 0 }));
}

/**
 * Strength of hits by vectors: how far a chunk stands out among all that were compared, beside the nearest one of them, and
 * less where even that one hardly stands out. Cosines have no floor of their own.
 */
export function vectorStrengths(hits: readonly Hit[], { mean, deviation }: Spread): Hit[] {
  const { peak, usualPeak } = tunables.find.fusion;
  const height = Math.max(...hits.map(({ score }) => score)) - mean;
  if (!(height > 0)) return [];
  const clear = deviation > 0 ? Math.min(1, height / deviation / usualPeak) : 1;
  return hits
    .filter(({ score }) => score > mean)
    .map((hit) => ({ ...hit, score: clear * ((hit.score - mean) / height) ** peak }));
}

/** Orders hits by score, equal scores by chunk id so that the order never depends on the store. */
export function bestFirst(a: Hit, b: Hit): number {
  return b.score - a.score || (a.chunkId < b.chunkId ? -1 : a.chunkId > b.chunkId ? 1 : 0);
}

type Statistics = Pick<WordHits, 'readableChunks' | 'documentFrequency'>;
type Spread = Pick<VectorHits, 'mean' | 'deviation'>;

function idealScore({ ids, weights }: SparseVector, statistics: Statistics): number {
  return (
    ids.reduce((sum, term, at) => sum + (weights[at] ?? 0) * idfOfTerm(term, statistics), 0) *
    (tunables.bm25.k1 + 1)
  );
}
