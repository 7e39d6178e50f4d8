import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { DocumentKey } from '../../core/document.ts';
import { type SparseVector, wordsBeside } from '../../core/find/sparse-vector.ts';
import type { Hit, WordHits, WordSearchOptions } from '../../ports/search-index.ts';
import { bestHits } from './best-hits.ts';
import { card, words } from './collections.ts';
import { corpusOf } from './corpus.ts';
import { within as inScope, readableBy } from './filters.ts';
import { chunkPoint, documentPoint, fromSparse } from './points.ts';
import type { WorkingStore } from './store.ts';

/** Finds chunks by their words; see the port. Call it for callers who may read something. */
export async function searchWords(
  store: WorkingStore,
  query: SparseVector,
  within: AccessFilter,
  { scope, limit, rarity, best }: WordSearchOptions,
): Promise<WordHits> {
  const readable = readableBy(within);
  const findable = inScope(readable, scope);
  const corpus = corpusOf(store, {
    kind: 'chunks',
    using: words,
    filter: rarity === 'scope' ? findable : readable,
  });
  const find = async () => {
    const search = { ...(await corpus.searchFor(query)), filter: findable };
    return bestHits(store, search, limit, best && firstOfEachDocument);
  };
  const [hits, frequencies, readableChunks] = await Promise.all([
    query.ids.length === 0 ? [] : find(),
    corpus.frequencies(query.ids),
    corpus.size(),
  ]);
  return {
    hits,
    readableChunks,
    documentFrequency: new Map(Array.from(query.ids, (term) => [term, frequencies.get(term) ?? 0])),
    ...(best && { words: await wordsOf(store, within, hits) }),
  };
}

function firstOfEachDocument(ranked: readonly Hit[]): Hit[] {
  const seen = new Set<string>();
  return ranked.filter(({ documentId }) => !seen.has(documentId) && seen.add(documentId));
}

/** What each of these chunks says beside the name of its document. */
async function wordsOf(
  store: WorkingStore,
  { org }: AccessFilter,
  hits: readonly Hit[],
): Promise<SparseVector[]> {
  if (hits.length === 0) return [];
  const key = ({ documentId }: Hit): DocumentKey => ({ org, id: documentId });
  const chunkId = (hit: Hit) => chunkPoint(key(hit), hit.chunkId);
  const documentId = (hit: Hit) => documentPoint(key(hit));
  const [chunks, documents] = await Promise.all([
    vectorsOf(store, 'chunks', words, hits.map(chunkId)),
    vectorsOf(store, 'documents', card, hits.map(documentId)),
  ]);
  return hits.map((hit) =>
    wordsBeside(documents.get(documentId(hit)) ?? nothing, chunks.get(chunkId(hit)) ?? nothing),
  );
}

const nothing: SparseVector = { ids: new Int32Array(), weights: new Float32Array() };

async function vectorsOf(
  store: WorkingStore,
  kind: 'chunks' | 'documents',
  name: string,
  ids: string[],
): Promise<ReadonlyMap<string, SparseVector>> {
  const points = await store.quick((client, names) =>
    client.retrieve(names[kind], { ids, with_payload: false, with_vector: [name] }),
  );
  return new Map(
    points.map(({ id, vector }) => [
      String(id),
      fromSparse((vector as Readonly<Record<string, unknown>>)[name]),
    ]),
  );
}
