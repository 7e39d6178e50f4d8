import type { VectorHits } from '../../ports/search-index.ts';

/** What a search by vectors gives where there is nothing to compare with. */
export const nothingCompared: VectorHits = {
  hits: [],
  chunks: 0,
  compared: 0,
  mean: 0,
  deviation: 0,
};
