import { dotProduct } from '../../src/core/dot-product.ts';
import { limitPerDocument } from '../../src/core/find/limit-per-document.ts';
import { rarityOf } from '../../src/core/find/rarity.ts';
import { type SparseVector, wordsBeside } from '../../src/core/find/sparse-vector.ts';
import { spreadOf } from '../../src/core/find/spread.ts';
import type { Scope } from '../../src/core/scope.ts';
import type { DocumentHit, Hit, SearchIndex } from '../../src/ports/search-index.ts';

type Chunk = { readonly document: number; readonly id: string; readonly vector?: Float32Array };
const nothing: SparseVector = { ids: new Int32Array(), weights: new Float32Array() };
type Posting = { readonly chunk: number; readonly weight: number };

export type ExactIndex = Pick<SearchIndex, 'searchWords' | 'searchDocuments' | 'searchVectors'> & {
  readonly add: (
    document: { readonly id: string; readonly card: SparseVector },
    chunks: readonly { readonly id: string; readonly words: SparseVector; readonly vector?: Float32Array }[],
  ) => void;
};

/** Chunks in memory, searched as the port demands; one reader who may read all, and of scopes the documents alone. */
export function createExactIndex(): ExactIndex {
  const documents: { readonly id: string; readonly card: SparseVector; readonly chunks: number }[] = [];
  const chunks: Chunk[] = [];
  const postings = new Map<number, Posting[]>();
  const cards = new Map<number, number>();
  const wordsOf = new Map<string, SparseVector>();

  function inScope({ documents: wanted }: Scope): (document: number) => boolean {
    const ids = new Set(wanted);
    return (document) => ids.size === 0 || ids.has(documents[document]?.id ?? '');
  }
  const toHit = (chunk: number, score: number): Hit => ({
    chunkId: chunks[chunk]?.id ?? '',
    documentId: documents[chunks[chunk]?.document ?? 0]?.id ?? '',
    score,
  });

  return {
    add(document, given) {
      documents.push({ ...document, chunks: given.length });
      for (const term of document.card.ids) cards.set(term, (cards.get(term) ?? 0) + 1);
      for (const { id, words, vector } of given) {
        for (const [at, term] of words.ids.entries()) {
          const list = postings.get(term) ?? [];
          list.push({ chunk: chunks.length, weight: words.weights[at] ?? 0 });
          postings.set(term, list);
        }
        wordsOf.set(id, wordsBeside(document.card, words));
        chunks.push({ document: documents.length - 1, id, ...(vector && { vector }) });
      }
    },

    async searchWords(query, _within, { limit, scope, rarity, best: only }) {
      const isWanted = inScope(scope);
      const wanted = chunks.map(({ document }) => isWanted(document));
      const isCounted = (chunk: number) => rarity !== 'scope' || wanted[chunk] === true;
      const counted = rarity === 'scope' ? wanted.filter(Boolean).length : chunks.length;
      const scores = new Map<number, number>();
      const documentFrequency = new Map<number, number>();
      for (const [at, id] of query.ids.entries()) {
        const list = (postings.get(id) ?? []).filter(({ chunk }) => isCounted(chunk));
        documentFrequency.set(id, list.length);
        const idf = rarityOf(counted, list.length);
        for (const { chunk, weight } of list)
          if (wanted[chunk])
            scores.set(chunk, (scores.get(chunk) ?? 0) + (query.weights[at] ?? 0) * idf * weight);
      }
      const hits = best([...scores].map(([chunk, score]) => toHit(chunk, score)));
      const statistics = { readableChunks: counted, documentFrequency };
      if (only === undefined) return { hits: hits.slice(0, limit), ...statistics };
      const firsts = limitPerDocument(hits, ({ documentId }) => documentId).slice(0, limit);
      const words = firsts.map(({ chunkId }) => wordsOf.get(chunkId) ?? nothing);
      return { hits: firsts, ...statistics, words };
    },

    async searchDocuments(query, _within, { limit, scope }) {
      const isWanted = inScope(scope);
      const asked = new Map([...query.ids].map((id, at) => [id, query.weights[at] ?? 0]));
      const hits: DocumentHit[] = [];
      for (const [number, { id, card, chunks }] of documents.entries()) {
        if (!isWanted(number) || !card.ids.some((term) => asked.has(term))) continue;
        let said = 0;
        let mass = 0;
        for (const [at, term] of card.ids.entries()) {
          const rarity = rarityOf(documents.length, cards.get(term) ?? 0);
          mass += (card.weights[at] ?? 0) * rarity;
          said += Math.min(card.weights[at] ?? 0, asked.get(term) ?? 0) * rarity;
        }
        const terms = [...card.ids].filter((term) => asked.has(term));
        hits.push({ documentId: id, score: (said * said) / mass, named: said / mass, terms, chunks });
      }
      return hits.sort((a, b) => b.score - a.score || (a.documentId < b.documentId ? -1 : 1)).slice(0, limit);
    },

    async searchVectors({ vector }, _within, { limit, scope }) {
      const isWanted = inScope(scope);
      let [sum, squares, compared, count] = [0, 0, 0, 0];
      const hits: Hit[] = [];
      for (const [number, chunk] of chunks.entries()) {
        if (!isWanted(chunk.document)) continue;
        count += 1;
        if (!chunk.vector) continue;
        const score = dotProduct(chunk.vector, vector);
        sum += score;
        squares += score * score;
        compared += 1;
        hits.push(toHit(number, score));
      }
      return {
        hits: best(hits).slice(0, limit),
        chunks: count,
        compared,
        ...spreadOf(compared, sum, squares),
      };
    },
  };
}

function best(hits: Hit[]): Hit[] {
  return hits.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
}
