import type { AccessFilter } from '../../core/access/access-filter.ts';
import { dotProduct } from '../../core/dot-product.ts';
import { AppError } from '../../core/errors.ts';
import { type SparseVector, wordsBeside } from '../../core/find/sparse-vector.ts';
import { spreadOf } from '../../core/find/spread.ts';
import type { Scope } from '../../core/scope.ts';
import type {
  DocumentHit,
  Hit,
  IndexedChunk,
  IndexedDocument,
  SearchIndex,
} from '../../ports/search-index.ts';

type HeldChunk = IndexedChunk & { readonly vectors: Map<string, Float32Array> };
type HeldDocument = { about: IndexedDocument; chunks: ReadonlyMap<string, HeldChunk> };
type Organisation = {
  readonly documents: Map<string, HeldDocument>;
  readonly dimensions: Map<string, number>;
};

/** The index port in plain maps, scanned whole for each search: slow, and what the other adapters are measured by. */
export function createMemoryIndex(): SearchIndex {
  const organisations = new Map<string, Organisation>();

  function organisation(org: string): Organisation {
    const held = organisations.get(org) ?? { documents: new Map(), dimensions: new Map() };
    organisations.set(org, held);
    return held;
  }

  function readable({ org, accessClasses }: AccessFilter): HeldDocument[] {
    const all = [...(organisations.get(org)?.documents.values() ?? [])];
    return all.filter(({ about }) => accessClasses.includes(about.accessClass));
  }

  return {
    async replaceDocument(about, chunks) {
      const { documents } = organisation(about.org);
      const before = documents.get(about.id);
      if (before && before.about.version > about.version) return { outcome: 'stale' };
      const held = new Map<string, HeldChunk>();
      for (const chunk of chunks)
        held.set(chunk.id, { ...chunk, vectors: before?.chunks.get(chunk.id)?.vectors ?? new Map() });
      documents.set(about.id, { about, chunks: held });
      const kept = [...held.keys()].filter((id) => before?.chunks.has(id)).length;
      return {
        outcome: 'replaced',
        added: held.size - kept,
        removed: (before?.chunks.size ?? 0) - kept,
        kept,
      };
    },

    async putVectors({ org, id }, generation, vectors) {
      const { documents, dimensions } = organisation(org);
      const chunks = documents.get(id)?.chunks;
      const known = vectors.filter(({ chunkId }) => chunks?.has(chunkId));
      for (const { vector } of known)
        checkDimension(vector, dimensions.get(generation) ?? known[0]?.vector.length);
      for (const { chunkId, vector } of known) {
        dimensions.set(generation, vector.length);
        chunks?.get(chunkId)?.vectors.set(generation, vector);
      }
    },

    async setPlacement({ org, id }, { accessClass, space, path }) {
      const document = organisation(org).documents.get(id);
      if (document) document.about = { ...document.about, accessClass, space, path };
    },

    async scrub() {
      return true;
    },

    async removeOrganisation(org) {
      const { size } = organisation(org).documents;
      organisations.delete(org);
      return size;
    },

    async removeDocument({ org, id }) {
      organisation(org).documents.delete(id);
    },

    async searchWords(query, within, { scope, limit, signal, rarity, best: only }) {
      signal?.throwIfAborted();
      const documents = readable(within).filter(({ about }) => rarity !== 'scope' || isInScope(about, scope));
      const corpus = documents.flatMap(({ about, chunks }) =>
        [...chunks.values()].map((chunk) => ({ about, chunkId: chunk.id, words: weightsOf(chunk.words) })),
      );
      const documentFrequency = new Map(
        [...query.ids].map((term) => [term, corpus.filter(({ words }) => words.has(term)).length]),
      );
      const hits: Hit[] = [];
      for (const { about, chunkId, words } of corpus) {
        if (!isInScope(about, scope) || ![...query.ids].some((term) => words.has(term))) continue;
        let score = 0;
        for (const [i, term] of query.ids.entries()) {
          const frequency = documentFrequency.get(term) ?? 0;
          const idf = Math.log(1 + (corpus.length - frequency + 0.5) / (frequency + 0.5));
          score += (query.weights[i] ?? 0) * idf * (words.get(term) ?? 0);
        }
        hits.push({ chunkId, documentId: about.id, score });
      }
      const statistics = { readableChunks: corpus.length, documentFrequency };
      if (only === undefined) return { hits: best(hits, limit), ...statistics };
      const ranked = best(hits, hits.length);
      const firsts = ranked.filter(
        ({ documentId }, at) => ranked.findIndex((hit) => hit.documentId === documentId) === at,
      );
      const wanted = firsts.slice(0, limit);
      const held = new Map(
        documents.flatMap(({ about, chunks }) =>
          [...chunks.values()].map(({ id, words }) => [id, wordsBeside(about.card, words)] as const),
        ),
      );
      const words = wanted.flatMap(({ chunkId }) => held.get(chunkId) ?? []);
      return { hits: wanted, ...statistics, words };
    },

    async searchDocuments(query, within, { scope, limit, signal }) {
      signal?.throwIfAborted();
      const documents = readable(within).map(({ about, chunks }) => ({
        about,
        card: weightsOf(about.card),
        chunks: chunks.size,
      }));
      const idf = (term: number) => {
        const frequency = documents.filter(({ card }) => card.has(term)).length;
        return Math.log(1 + (documents.length - frequency + 0.5) / (frequency + 0.5));
      };
      const asked = weightsOf(query);
      const hits: DocumentHit[] = [];
      for (const { about, card, chunks } of documents) {
        if (!isInScope(about, scope)) continue;
        let said = 0;
        let mass = 0;
        for (const [term, weight] of card) {
          mass += weight * idf(term);
          said += Math.min(weight, asked.get(term) ?? 0) * idf(term);
        }
        const terms = [...asked.keys()].filter((term) => card.has(term));
        if (said > 0)
          hits.push({ documentId: about.id, score: (said * said) / mass, named: said / mass, terms, chunks });
      }
      return hits
        .sort((a, b) => b.score - a.score || (a.documentId < b.documentId ? -1 : 1))
        .slice(0, Math.max(0, limit));
    },

    async searchVectors({ generation, vector }, within, { scope, limit, signal }) {
      signal?.throwIfAborted();
      if (within.accessClasses.length > 0)
        checkDimension(vector, organisations.get(within.org)?.dimensions.get(generation));
      const compared: Hit[] = [];
      let count = 0;
      for (const { about, chunks } of readable(within)) {
        if (!isInScope(about, scope)) continue;
        for (const chunk of chunks.values()) {
          count += 1;
          const held = chunk.vectors.get(generation);
          if (held)
            compared.push({ chunkId: chunk.id, documentId: about.id, score: dotProduct(held, vector) });
        }
      }
      const scores = compared.map(({ score }) => score);
      const sum = scores.reduce((total, score) => total + score, 0);
      const squares = scores.reduce((total, score) => total + score * score, 0);
      const spread = spreadOf(scores.length, sum, squares);
      return { hits: best(compared, limit), chunks: count, compared: compared.length, ...spread };
    },

    async dropGeneration(org, generation) {
      const { documents, dimensions } = organisation(org);
      for (const { chunks } of documents.values())
        for (const { vectors } of chunks.values()) vectors.delete(generation);
      dimensions.delete(generation);
    },

    async flush() {},

    async stats(org) {
      const documents = [...(organisations.get(org)?.documents.values() ?? [])];
      const chunks = documents.flatMap((document) => [...document.chunks.values()]);
      const vectors = chunks.reduce((sum, chunk) => sum + chunk.vectors.size, 0);
      return { documents: documents.length, chunks: chunks.length, vectors };
    },

    async listDocuments(org) {
      const held = [...(organisations.get(org)?.documents.values() ?? [])];
      return held
        .map(({ about: { org: _org, card: _card, ...document } }) => document)
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    },

    async listIncomplete(org, generation) {
      const held = [...(organisations.get(org)?.documents ?? [])];
      const lacks = ({ chunks }: HeldDocument) =>
        [...chunks.values()].some(({ vectors }) => !vectors.has(generation));
      return held.flatMap(([id, document]) => (lacks(document) ? [id] : [])).sort();
    },

    async close() {
      organisations.clear();
    },
  };
}

function weightsOf({ ids, weights }: SparseVector): ReadonlyMap<number, number> {
  return new Map([...ids].map((id, i) => [id, weights[i] ?? 0]));
}

function isInScope({ id, space, path }: IndexedDocument, { spaces, folders, documents }: Scope): boolean {
  if (spaces?.length && !spaces.includes(space)) return false;
  if (documents?.length && !documents.includes(id)) return false;
  return !folders?.length || folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

function best(hits: readonly Hit[], limit: number): Hit[] {
  const tie = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return hits
    .toSorted((a, b) => b.score - a.score || tie(a.chunkId, b.chunkId) || tie(a.documentId, b.documentId))
    .slice(0, Math.max(0, limit));
}

function checkDimension(vector: Float32Array, dimension = vector.length): void {
  if (vector.length !== dimension)
    throw new AppError('CONFLICT', {
      detail: `This generation has ${dimension} dimensions, not ${vector.length}.`,
    });
}
