import type { DocumentKey } from '../../core/document.ts';
import { nothingCompared } from '../../core/find/nothing-found.ts';
import { sum } from '../../core/sum.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import { countPoints } from './count.ts';
import { ofOrganisation } from './filters.ts';
import { createInOrder } from './in-order.ts';
import { listPoints } from './list-points.ts';
import type { DocumentPayload } from './points.ts';
import { searchDocuments } from './search-documents.ts';
import { searchVectors } from './search-vectors.ts';
import { searchWords } from './search-words.ts';
import { openStore, type StoreOptions, type WorkingStore } from './store.ts';
import { namesOfGeneration } from './vector-names.ts';
import { removeDocument, replaceDocument, setPlacement } from './write-documents.ts';
import { countVectors, dropGeneration, putVectors } from './write-vectors.ts';

/**
 * The index on a Qdrant server: a collection of chunks with their words and vectors, and one of documents with their cards.
 * All organisations share them; every filter begins with the organisation.
 *
 * A document that is removed leaves no trace: a write that comes later, for a version from before the removal, puts it
 * back. Callers look at the truth first, and after (see `indexDocument()`).
 */
export async function openQdrantIndex(options: StoreOptions): Promise<SearchIndex> {
  const store = await openStore(options);
  return {
    ...indexOver(store),
    rebuild: (fill) => store.replace((fresh) => fill(indexOver(fresh))),
  };
}

function indexOver(store: WorkingStore): SearchIndex {
  const perDocument = createInOrder();
  const inOrder = <Result>({ org, id }: DocumentKey, work: () => Promise<Result>) =>
    perDocument(JSON.stringify([org, id]), work);

  return {
    replaceDocument: (document, chunks) => inOrder(document, () => replaceDocument(store, document, chunks)),
    putVectors: (document, generation, vectors) =>
      inOrder(document, () => putVectors(store, document, generation, vectors)),
    setPlacement: (document, placement) => inOrder(document, () => setPlacement(store, document, placement)),
    removeDocument: (document) => inOrder(document, () => removeDocument(store, document)),
    async searchWords(query, within, options) {
      options.signal?.throwIfAborted();
      if (within.accessClasses.length > 0) return searchWords(store, query, within, options);
      return {
        hits: [],
        readableChunks: 0,
        documentFrequency: new Map(Array.from(query.ids, (id) => [id, 0])),
        ...(options.best && { words: [] }),
      };
    },
    async searchDocuments(query, within, options) {
      options.signal?.throwIfAborted();
      return within.accessClasses.length === 0 ? [] : searchDocuments(store, query, within, options);
    },
    async searchVectors(query, within, options) {
      options.signal?.throwIfAborted();
      return within.accessClasses.length === 0
        ? nothingCompared
        : searchVectors(store, query, within, options);
    },
    dropGeneration: (org, generation) => dropGeneration(store, org, generation),
    /** The server overwrites what was removed when it rewrites a segment: nothing can be asked of it. */
    scrub: async () => true,
    async removeOrganisation(org) {
      const filter = ofOrganisation(org);
      const documents = await countPoints(store, 'documents', filter);
      for (const kind of ['chunks', 'documents'] as const)
        await store.patient((client, names) => client.delete(names[kind], { filter }));
      return documents;
    },
    /** Every change waits until it can be found. */
    async flush() {
      await store.quick((client, { chunks }) => client.getCollection(chunks));
    },
    async stats(org) {
      const names = await store.vectorNames(true);
      const [documents, chunks, ...vectors] = await Promise.all([
        countPoints(store, 'documents', ofOrganisation(org)),
        countPoints(store, 'chunks', ofOrganisation(org)),
        ...[...names].map((name) => countVectors(store, org, name)),
      ]);
      return { documents, chunks, vectors: sum(vectors) };
    },
    async listDocuments(org) {
      const held = [];
      for await (const { payload } of listPoints<DocumentPayload>(store, 'documents', ofOrganisation(org), [
        'document',
        'version',
        'isWhole',
        'access',
        'space',
        'path',
      ])) {
        const { document, version, isWhole, access, space, path } = payload;
        // A replacement that broke off is of no version, so that whoever compares with the truth does it again.
        held.push({ id: document, version: isWhole ? version : 0, accessClass: access, space, path });
      }
      return held.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async listIncomplete(org, generation) {
      const names = namesOfGeneration(await store.vectorNames(true), generation);
      const lacking = {
        ...ofOrganisation(org),
        must_not: names.map((name) => ({ has_vector: name })),
      };
      const documents = new Set<string>();
      for await (const { payload } of listPoints<DocumentPayload>(store, 'chunks', lacking, ['document']))
        documents.add(payload.document);
      return [...documents].sort();
    },
    async close() {},
  };
}
