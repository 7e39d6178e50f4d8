import { tunables } from '../../../config/tunables.ts';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { SparseVector } from '../../core/find/sparse-vector.ts';
import type { DocumentHit, SearchOptions } from '../../ports/search-index.ts';
import { asGiven, scaleOf } from './card-weights.ts';
import { card } from './collections.ts';
import { type Corpus, corpusOf } from './corpus.ts';
import { and, within as inScope, readableBy } from './filters.ts';
import { type DocumentPayload, fromSparse } from './points.ts';
import type { WorkingStore } from './store.ts';

type Candidate = {
  readonly point: string;
  readonly documentId: string;
  readonly chunks: number;
  readonly card: SparseVector;
  /** What the weights held by the server are to be multiplied by. */
  readonly scale: number;
  /** Before the whole name was weighed. */
  readonly score: number;
};

/** Finds documents by their names; see the port. Call it for callers who may read something. */
export async function searchDocuments(
  store: WorkingStore,
  query: SparseVector,
  within: AccessFilter,
  options: SearchOptions,
): Promise<readonly DocumentHit[]> {
  if (query.ids.length === 0) return [];
  const corpus = corpusOf(store, { kind: 'documents', using: card, filter: readableBy(within) });
  const [candidates, rarities] = await Promise.all([
    findCandidates(store, corpus, query, within, options),
    corpus.rarities(query.ids),
  ]);
  const masses = await massesOf(store, corpus, candidates, within);
  const asked = new Map(Array.from(query.ids, (term, at) => [term, query.weights[at] ?? 0]));
  const found = candidates.map(({ point, documentId, chunks, card, scale }): DocumentHit => {
    const weight = (term: number, at: number) =>
      Math.min(card.weights[at] ?? 0, asked.get(term) ?? 0) * (rarities.get(term) ?? 0);
    const said = card.ids.reduce((sum, term, at) => sum + weight(term, at), 0);
    const mass = (masses.get(point) ?? 0) * scale;
    const named = mass > 0 ? said / mass : 0;
    return {
      documentId,
      score: said * named,
      named,
      terms: [...card.ids].filter((term) => asked.has(term)),
      chunks,
    };
  });
  return found
    .filter(({ score }) => score > 0)
    .sort(bestFirst)
    .slice(0, Math.max(0, options.limit));
}

type Ranked = { readonly score: number; readonly documentId: string };

function bestFirst(a: Ranked, b: Ranked): number {
  return b.score - a.score || (a.documentId < b.documentId ? -1 : 1);
}

/** The best of them by what is known before their whole names are weighed; more where equals go on to the end. */
async function findCandidates(
  store: WorkingStore,
  corpus: Corpus,
  query: SparseVector,
  within: AccessFilter,
  { scope, limit }: SearchOptions,
): Promise<Candidate[]> {
  const { namesWeighed, namesCounted, valuesPerCondition } = tunables.qdrant;
  const search = { ...(await corpus.searchFor(query)), filter: inScope(readableBy(within), scope) };
  const ask = async (most: number) => {
    const { points } = await store.quick((client, { documents }) =>
      client.query(documents, {
        ...search,
        limit: most,
        with_payload: ['document', 'chunks'],
        with_vector: [card],
      }),
    );
    return points;
  };
  const first = await ask(namesWeighed);
  const isCutAmongEquals = first.length === namesWeighed && first[limit - 1]?.score === first.at(-1)?.score;
  const points = isCutAmongEquals ? await ask(valuesPerCondition) : first;
  const candidates = points.map(({ id, payload, vector, score }) => {
    const { document, chunks } = payload as Pick<DocumentPayload, 'document' | 'chunks'>;
    const held = fromSparse((vector as Readonly<Record<string, unknown>>)[card]);
    const [given, scale] = [asGiven(held), scaleOf(held)];
    return { point: String(id), documentId: document, chunks, card: given, scale, score };
  });
  if (store.rarityBy === 'server') return candidates;
  // Each of their terms wants a count.
  return candidates.toSorted(bestFirst).slice(0, Math.max(limit, namesCounted));
}

/**
 * The IDF mass of each whole card, as the server weighs it: what the server scores it when it is asked for every term of all of them, for a card
 * holds none of the others' terms that are not its own.
 */
async function massesOf(
  store: WorkingStore,
  corpus: Corpus,
  candidates: readonly Candidate[],
  within: AccessFilter,
): Promise<ReadonlyMap<string, number>> {
  if (candidates.length === 0) return new Map();
  const ids = Int32Array.from(new Set(candidates.flatMap(({ card }) => [...card.ids]))).sort();
  const search = await corpus.searchFor({ ids, weights: new Float32Array(ids.length).fill(1) });
  const { points } = await store.quick((client, { documents }) =>
    client.query(documents, {
      ...search,
      filter: and(readableBy(within), { has_id: candidates.map(({ point }) => point) }),
      limit: candidates.length,
      with_payload: false,
    }),
  );
  return new Map(points.map(({ id, score }) => [String(id), score]));
}
