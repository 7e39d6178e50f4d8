import type { Schemas } from '@qdrant/js-client-rest';
import { tunables } from '../../../config/tunables.ts';
import type { RarityBy } from './server-version.ts';

/**
 * Raise when what a point holds, or how a collection is made, changes: new collections are then filled from the truth,
 * beside the old ones.
 */
const layout = 1;

/** Names of the two collections of one index. */
export type Collections = { readonly chunks: string; readonly documents: string };

/**
 * As searches and changes say them: aliases, so that other collections can take their place. Another layout has others, and
 * so has another way to count: nothing meant for collections of one way ever meets those of the other.
 */
export function aliasesOf(prefix: string, rarityBy: RarityBy): Collections {
  const start = `${prefix}-v${layout}${rarityBy === 'counts' ? '-counted' : ''}`;
  return { chunks: `${start}-chunks`, documents: `${start}-documents` };
}

/** Another name of the chunks' collection, from the moment that it took a place until what changed meanwhile is in it too. */
export const unfinishedOf = (prefix: string): string => `${prefix}-unfinished`;

/** Name of the sparse vector that holds the words of a chunk, and of the one that holds the card of a document. */
export const words = 'words';
export const card = 'card';

type Definition = {
  readonly create: Schemas['CreateCollection'];
  readonly indexes: Readonly<Record<string, Schemas['PayloadFieldSchema']>>;
};

/** No graph of its own for a field that filters few points, or that no search by vectors filters by alone. */
const keyword = { type: 'keyword', enable_hnsw: false } as const;
const number = { type: 'integer', lookup: false, range: true, enable_hnsw: false } as const;
const lookup = { type: 'integer', lookup: true, range: false, enable_hnsw: false } as const;

const common: Definition['indexes'] = {
  org: { type: 'keyword', is_tenant: true },
  document: keyword,
  access: lookup,
  space: keyword,
  folders: keyword,
  version: number,
};

const strict: Schemas['StrictModeConfig'] = {
  enabled: true,
  unindexed_filtering_retrieve: false,
  unindexed_filtering_update: false,
  max_query_limit: tunables.qdrant.mostHits,
  condition_max_size: tunables.qdrant.valuesPerCondition,
  search_max_batchsize: tunables.qdrant.searchesPerCall,
  upsert_max_batchsize: tunables.qdrant.pointsPerCall,
};

/** What differs with who counts how rare words are. Where we do, points say their terms, to be counted by. */
const ways = {
  server: { sparse: { modifier: 'idf' }, indexes: common, inMemory: { memory: 'pinned' } },
  counts: {
    sparse: {},
    indexes: { ...common, terms: lookup },
    inMemory: { always_ram: true },
  },
} as const;

/** How each collection is made. A vector of a chunk is added to its collection when its generation first comes. */
export function definitionsFor(rarityBy: RarityBy): Readonly<Record<keyof Collections, Definition>> {
  const { sparse, indexes, inMemory } = ways[rarityBy];
  return {
    chunks: {
      create: {
        // Weights in 32 bits: how many chunks have a word is read from scores.
        sparse_vectors: { [words]: sparse },
        hnsw_config: {
          m: tunables.qdrant.graphDegree,
          payload_m: tunables.qdrant.graphDegree,
          full_scan_threshold: tunables.qdrant.scanKilobytes,
        },
        quantization_config: { scalar: { type: 'int8', quantile: 0.99, ...inMemory } },
        strict_mode_config: strict,
      },
      indexes: { ...indexes, lot: number },
    },
    documents: {
      create: { sparse_vectors: { [card]: sparse }, strict_mode_config: strict },
      indexes,
    },
  };
}
