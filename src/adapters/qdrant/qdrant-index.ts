import type { DocumentKey } from '../../core/document.ts';
import { nothingCompared } from '../../core/find/nothing-found.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import { createInOrder } from './in-order.ts';
import { searchDocuments } from './search-documents.ts';
import { searchVectors } from './search-vectors.ts';
import { searchWords } from './search-words.ts';
import { openStore, type StoreOptions, type UseStore, type WorkingStore } from './store.ts';
import { countAll, listDocuments, listIncomplete, removeOrganisation } from './whole-organisation.ts';
import { removeDocument, replaceDocument, setPlacement } from './write-documents.ts';
import { dropGeneration, putVectors } from './write-vectors.ts';

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
    ...indexOver(store.use),
    rebuild: (fill, mend) => store.replace((fresh) => fill(indexOver((work) => work(fresh))), mend),
    finish: store.finish,
  };
}

function indexOver(use: UseStore): SearchIndex {
  const perDocument = createInOrder();
  const inOrder = <Result>({ org, id }: DocumentKey, work: (store: WorkingStore) => Promise<Result>) =>
    perDocument(JSON.stringify([org, id]), () => use(work));

  return {
    replaceDocument: (document, chunks) =>
      inOrder(document, (store) => replaceDocument(store, document, chunks)),
    putVectors: (document, generation, vectors) =>
      inOrder(document, (store) => putVectors(store, document, generation, vectors)),
    setPlacement: (document, placement) =>
      inOrder(document, (store) => setPlacement(store, document, placement)),
    removeDocument: (document) => inOrder(document, (store) => removeDocument(store, document)),
    async searchWords(query, within, options) {
      options.signal?.throwIfAborted();
      if (within.accessClasses.length > 0) return use((store) => searchWords(store, query, within, options));
      return {
        hits: [],
        readableChunks: 0,
        documentFrequency: new Map(Array.from(query.ids, (id) => [id, 0])),
        ...(options.best && { words: [] }),
      };
    },
    async searchDocuments(query, within, options) {
      options.signal?.throwIfAborted();
      return within.accessClasses.length === 0
        ? []
        : use((store) => searchDocuments(store, query, within, options));
    },
    async searchVectors(query, within, options) {
      options.signal?.throwIfAborted();
      return within.accessClasses.length === 0
        ? nothingCompared
        : use((store) => searchVectors(store, query, within, options));
    },
    dropGeneration: (org, generation) => use((store) => dropGeneration(store, org, generation)),
    /** The server overwrites what was removed when it rewrites a segment: nothing can be asked of it. */
    scrub: async () => true,
    removeOrganisation: (org) => use((store) => removeOrganisation(store, org)),
    /** Every change waits until it can be found. */
    flush: () =>
      use(async (store) => void (await store.quick((client, { chunks }) => client.getCollection(chunks)))),
    stats: (org) => use((store) => countAll(store, org)),
    listDocuments: (org) => use((store) => listDocuments(store, org)),
    listIncomplete: (org, generation) => use((store) => listIncomplete(store, org, generation)),
    async close() {},
  };
}
