import type { SparseVector } from '../../src/core/find/sparse-vector.ts';
import type { Hit, SearchIndex } from '../../src/ports/search-index.ts';

type Posting = { readonly chunk: number; readonly weight: number };

/** Chunks in memory, searched by words as the port demands; one reader who may read all, no scope. */
export function createExactIndex(): Pick<SearchIndex, 'searchWords' | 'searchVectors'> & {
  readonly add: (documentId: string, chunkId: string, words: SparseVector) => void;
} {
  const chunks: { documentId: string; chunkId: string }[] = [];
  const postings = new Map<number, Posting[]>();
  return {
    add(documentId, chunkId, words) {
      for (const [at, id] of words.ids.entries()) {
        const list = postings.get(id) ?? [];
        list.push({ chunk: chunks.length, weight: words.weights[at] ?? 0 });
        postings.set(id, list);
      }
      chunks.push({ documentId, chunkId });
    },
    async searchWords(query, _within, { limit }) {
      const scores = new Map<number, number>();
      const documentFrequency = new Map<number, number>();
      for (const [at, id] of query.ids.entries()) {
        const list = postings.get(id) ?? [];
        documentFrequency.set(id, list.length);
        const idf = Math.log(1 + (chunks.length - list.length + 0.5) / (list.length + 0.5));
        for (const { chunk, weight } of list)
          scores.set(chunk, (scores.get(chunk) ?? 0) + (query.weights[at] ?? 0) * idf * weight);
      }
      const hits = [...scores]
        .map(([chunk, score]): Hit => ({ ...(chunks[chunk] ?? { documentId: '', chunkId: '' }), score }))
        .sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1))
        .slice(0, limit);
      return { hits, readableChunks: chunks.length, documentFrequency };
    },
    searchVectors: async () => ({ hits: [], chunks: 0, compared: 0, incomplete: new Set() }),
  };
}
