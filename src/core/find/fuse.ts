import { tunables } from '../../../config/tunables.ts';
import type { Hit, VectorHits, WordHits } from '../../ports/search-index.ts';
import { idfOfTerm } from './idf.ts';
import type { SparseVector } from './sparse-vector.ts';

/** Adds up two lists of strengths; a chunk that one of them lacks has 0 in it. Best first, equal scores by chunk id. */
export function fuse(words: readonly Hit[], vectors: readonly Hit[]): Hit[] {
  const fused = new Map<string, Hit>();
  for (const hit of [...words, ...vectors])
    fused.set(hit.chunkId, { ...hit, score: (fused.get(hit.chunkId)?.score ?? 0) + hit.score });
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
 * Strength of hits by vectors: how far a chunk stands out among all that were compared, in standard deviations, each of
 * which counts `weight` beside the 1 of a full hit by words. Cosines have no floor of their own, and where nothing stands
 * out, vectors say little.
 */
export function vectorStrengths(
  hits: readonly Hit[],
  { mean, deviation }: Spread,
  weight: number = tunables.find.fusion.vectorWeight,
): Hit[] {
  const standing = (score: number) => (deviation > 0 ? (score - mean) / deviation : 1);
  return hits
    .filter(({ score }) => score > mean)
    .map((hit) => ({ ...hit, score: weight * standing(hit.score) }));
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
