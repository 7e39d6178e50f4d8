import type { Schemas } from '@qdrant/js-client-rest';
import type { SparseVector } from '../../core/find/sparse-vector.ts';
import type { Collections } from './collections.ts';
import { createCountedCorpus } from './counted-corpus.ts';
import type { Filter } from './filters.ts';
import { createServerCorpus } from './server-corpus.ts';
import type { WorkingStore } from './store.ts';

/** A search by terms that lacks a filter and a limit. */
export type TermSearch = Pick<Schemas['QueryRequest'], 'query' | 'using' | 'params'>;

/** The points that the rarity (IDF) of terms is counted over: what a caller may read, and never more. */
export type Corpus = {
  /** Number of its points. */
  size(): Promise<number>;
  /** How rare each of the terms is in it; terms that stand in none are left out. */
  rarities(terms: Iterable<number>): Promise<ReadonlyMap<number, number>>;
  /** In how many of its points each of the terms stands; terms that stand in none are left out. */
  frequencies(terms: Iterable<number>): Promise<ReadonlyMap<number, number>>;
  /** A search that weighs each term by how rare it is in it. */
  searchFor(query: SparseVector): Promise<TermSearch>;
};

/** Which points of which collection, and the sparse vector with their terms. */
export type CorpusPlace = {
  readonly kind: keyof Collections;
  readonly using: string;
  readonly filter: Filter;
};

/** For one question: what it counts once is not counted again for it. */
export function corpusOf(store: WorkingStore, place: CorpusPlace): Corpus {
  return store.rarityBy === 'server' ? createServerCorpus(store, place) : createCountedCorpus(store, place);
}
