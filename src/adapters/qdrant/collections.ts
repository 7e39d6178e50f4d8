import type { Schemas } from '@qdrant/js-client-rest';
import { tunables } from '../../../config/tunables.ts';

/**
 * Raise when what a point holds, or how a collection is made, changes: new collections are then filled from the truth,
 * beside the old ones.
 */
const layout = 1;

/** Names of the two collections of one index. */
export type Collections = { readonly chunks: string; readonly documents: string };

/** As searches and changes say them: aliases, so that other collections can take their place. Another layout has others. */
export function aliasesOf(prefix: string): Collections {
  return { chunks: `${prefix}-v${layout}-chunks`, documents: `${prefix}-v${layout}-documents` };
}

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

const common: Definition['indexes'] = {
  org: { type: 'keyword', is_tenant: true },
  document: keyword,
  access: { type: 'integer', lookup: true, range: false, enable_hnsw: false },
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

/** How each collection is made. A vector of a chunk is added to its collection when its generation first comes. */
export const definitions: Readonly<Record<keyof Collections, Definition>> = {
  chunks: {
    create: {
      sparse_vectors: { [words]: { modifier: 'idf' } },
      hnsw_config: {
        m: tunables.qdrant.graphDegree,
        payload_m: tunables.qdrant.graphDegree,
        full_scan_threshold: tunables.qdrant.scanKilobytes,
      },
      quantization_config: { scalar: { type: 'int8', quantile: 0.99, memory: 'pinned' } },
      strict_mode_config: strict,
    },
    indexes: { ...common, lot: number },
  },
  documents: {
    create: { sparse_vectors: { [card]: { modifier: 'idf' } }, strict_mode_config: strict },
    indexes: common,
  },
};
