import { tunables } from '../../../config/tunables.ts';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import { nothingCompared } from '../../core/find/nothing-found.ts';
import { spreadOf } from '../../core/find/spread.ts';
import type { Generation, SearchOptions, VectorHits } from '../../ports/search-index.ts';
import { bestHits } from './best-hits.ts';
import { countPoints } from './count.ts';
import { and, type Filter, within as inScope, readableBy } from './filters.ts';
import { lots } from './points.ts';
import type { WorkingStore } from './store.ts';
import { vectorName } from './vector-names.ts';
import { refuseOtherDimension } from './write-vectors.ts';

/** Finds chunks by their vectors; see the port. Call it for callers who may read something. */
export async function searchVectors(
  store: WorkingStore,
  { generation, vector }: { readonly generation: Generation; readonly vector: Float32Array },
  within: AccessFilter,
  { scope, limit }: SearchOptions,
): Promise<VectorHits> {
  const findable = inScope(readableBy(within), scope);
  const name = vectorName(generation, vector.length);
  const isKnown = (await store.vectorNames()).has(name) || (await store.vectorNames(true)).has(name);
  const compared = and(findable, { has_vector: name });
  const [chunks, count] = await Promise.all([
    countPoints(store, 'chunks', findable),
    isKnown ? countPoints(store, 'chunks', compared) : 0,
  ]);
  if (count === 0) {
    await refuseOtherDimension(store, within.org, generation, vector.length);
    return { ...nothingCompared, chunks };
  }
  const search = { query: Array.from(vector), using: name };
  const [hits, spread] = await Promise.all([
    bestHits(store, { ...search, filter: findable, params: throughGraph }, limit),
    sampleSpread(store, search, findable, count),
  ]);
  return { hits, chunks, compared: count, ...spread };
}

/**
 * The best by quantised vectors are compared again by whole ones, so scores are exact. Where a filter leaves few of the graph,
 * the neighbours of neighbours are looked at too.
 */
const throughGraph = {
  hnsw_ef: tunables.qdrant.graphBreadth,
  acorn: { enable: true },
  quantization: { rescore: true, oversampling: tunables.qdrant.oversampling },
};

type Search = { readonly query: number[]; readonly using: string };

/**
 * Mean and deviation of the scores of all that is compared: of each of them where they are few, of a sample where they are
 * many. Which chunks are in it depends on their ids and on how many the caller may read.
 */
async function sampleSpread(store: WorkingStore, search: Search, findable: Filter, count: number) {
  const { sampledChunks } = tunables.qdrant;
  const share = Math.ceil((lots * sampledChunks) / count);
  const filter = share >= lots ? findable : and(findable, { key: 'lot', range: { lt: share } });
  const { points } = await store.quick((client, { chunks }) =>
    client.query(chunks, {
      ...search,
      filter,
      // A graph gives the near ones, and no sample of all.
      params: { exact: true },
      limit: sampledChunks * 2,
      with_payload: false,
    }),
  );
  let sum = 0;
  let squares = 0;
  for (const { score } of points) {
    sum += score;
    squares += score * score;
  }
  return spreadOf(points.length, sum, squares);
}
