import type { Schemas } from '@qdrant/js-client-rest';
import { tunables } from '../../../config/tunables.ts';
import type { SparseVector } from '../../core/find/sparse-vector.ts';
import type { Corpus, CorpusPlace, TermSearch } from './corpus.ts';
import { countOnce } from './count.ts';
import { type Filter, inParts } from './filters.ts';
import { fromSparse, toSparse } from './points.ts';
import type { WorkingStore } from './store.ts';

/** A corpus that the server counts over, as part of each search. */
export function createServerCorpus(store: WorkingStore, place: CorpusPlace): Corpus {
  const { kind, using, filter } = place;
  const size = countOnce(store, kind, filter);
  const rarities: Corpus['rarities'] = (terms) => raritiesIn(store, place, terms);
  return {
    size,
    rarities,
    async frequencies(terms) {
      const [found, count] = await Promise.all([rarities(terms), size()]);
      return new Map([...found].map(([term, rarity]) => [term, frequencyOf(rarity, count)]));
    },
    searchFor: async (query) => searchIn(filter, using, query),
  };
}

/**
 * The server has no call that tells this. But what it scores a point by one term is the rarity times the weight that the
 * point has of it, and the weight can be read: so each term is searched for by itself, all in one call.
 */
async function raritiesIn(
  store: WorkingStore,
  { kind, using, filter }: CorpusPlace,
  terms: Iterable<number>,
): Promise<ReadonlyMap<number, number>> {
  const searches = [...terms].map((term) => ({ term, search: searchFor(term, using, filter) }));
  const parts = await Promise.all(
    inParts(searches, tunables.qdrant.searchesPerCall).map(async (part) => {
      const replies = await store.quick((client, names) =>
        client.queryBatch(names[kind], { searches: part.map(({ search }) => search) }),
      );
      return part.flatMap(({ term }, at) => rarityFrom(term, using, replies[at]?.points[0]));
    }),
  );
  return new Map(parts.flat());
}

function searchFor(term: number, using: string, corpus: Filter): Schemas['QueryRequest'] {
  return {
    ...searchIn(corpus, using, { ids: Int32Array.of(term), weights: Float32Array.of(1) }),
    filter: corpus,
    limit: 1,
    with_vector: [using],
    with_payload: false,
  };
}

/** Tells the server to count how rare words are over these points and no others. */
function searchIn(corpus: Filter, using: string, query: SparseVector): TermSearch {
  return { query: toSparse(query), using, params: { idf: { corpus } } };
}

function rarityFrom(
  term: number,
  using: string,
  point: Schemas['ScoredPoint'] | undefined,
): [term: number, rarity: number][] {
  if (!point) return [];
  const { ids, weights } = fromSparse((point.vector as Readonly<Record<string, unknown>>)[using]);
  const weight = weights[ids.indexOf(term)] ?? 0;
  return weight > 0 ? [[term, point.score / weight]] : [];
}

/**
 * In how many of `count` texts something stands that is so rare: `rarityOf()` the other way round. Scores are float32, so
 * it is exact up to some 100,000, and beyond to a few in a million.
 */
export function frequencyOf(rarity: number, count: number): number {
  return Math.min(count, Math.max(1, Math.round((count + 1) / Math.exp(rarity) - 0.5)));
}
