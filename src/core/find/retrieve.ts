import { tunables } from '../../../config/tunables.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { Hit, SearchIndex, WordHits } from '../../ports/search-index.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { Passage, RankedPassage } from '../answer/passage.ts';
import type { Language } from '../document.ts';
import type { Scope } from '../scope.ts';
import type { Alias } from './alias.ts';
import { collapseDuplicates } from './collapse-duplicates.ts';
import { coverageOf } from './coverage.ts';
import { encodeQuery } from './encode.ts';
import { fuseMinMax } from './fuse.ts';
import { limitPerDocument } from './limit-per-document.ts';
import { isReference, questionWords } from './question-words.ts';
import { readCandidates } from './read-candidates.ts';
import { type RerankDeps, type RerankRequest, rerankPassages } from './rerank-passages.ts';

export type RetrieveDeps = RerankDeps & {
  readonly index: Pick<SearchIndex, 'searchWords' | 'searchVectors'>;
  /** Absent: words only. */
  readonly embedder?: Pick<Embedder, 'embed' | 'generation'> | undefined;
  /** Gives the text of those chunks that the caller may read now, leaves the others out. */
  readonly gate: (within: AccessFilter, chunkIds: readonly string[]) => Promise<readonly Passage[]>;
};

export type RetrieveRequest = RerankRequest & {
  readonly within: AccessFilter;
  readonly scope: Scope;
  /** Most passages to give. */
  readonly limit: number;
  /** Languages of the documents in scope. */
  readonly languages: readonly Language[];
  /** What the caller may know of other forms of the query's words; none when absent. */
  readonly aliases?: readonly Alias[];
  /** True for lists of documents; else several passages of one document may stand in the reply. */
  readonly onePerDocument: boolean;
};

export type Retrieved = {
  /** Best first. */
  readonly passages: readonly RankedPassage[];
  /** `words-only`: there is an embedder, and it failed or too few vectors are there. */
  readonly notices: readonly 'words-only'[];
  /** Milliseconds of each step; words and vectors run side by side. `rerankMs`: where there is a reranker. */
  readonly timings: {
    readonly searchMs: number;
    readonly gateMs: number;
    readonly rankMs: number;
    readonly rerankMs?: number;
  };
};

/**
 * Finds the passages that the caller may read and that best fit the query. All that ranks them (fusion, scores,
 * duplicates, documents) is computed after the gate, from readable passages alone: a chunk that a stale index still
 * holds leaves no trace in order or scores, and never reaches the reranker.
 * @throws AppError of the index or the gate; a failing embedder is a notice, a failing reranker costs the order alone
 */
export async function retrieve(deps: RetrieveDeps, request: RetrieveRequest): Promise<Retrieved> {
  const started = performance.now();
  const [wordHits, vectorHits] = await Promise.all([
    searchWords(deps, request),
    searchVectors(deps, request),
  ]);
  const searched = performance.now();
  const gate = (chunkIds: readonly string[]) => deps.gate(request.within, chunkIds);
  const readable = await readCandidates(gate, [wordHits.hits, vectorHits ?? []], request);
  const gated = performance.now();
  const toJudge = deps.reranker ? tunables.find.rerank.candidates : 0;
  const limit = Math.max(request.limit, toJudge);
  const passages = rank(readable, wordHits, vectorHits ?? [], { ...request, limit });
  const ranked = performance.now();
  const reranked = await rerankPassages(deps, passages, request);
  return {
    passages: reranked.slice(0, request.limit),
    notices: vectorHits === null ? ['words-only'] : [],
    timings: {
      searchMs: searched - started,
      gateMs: gated - searched,
      rankMs: ranked - gated,
      ...(deps.reranker && { rerankMs: performance.now() - ranked }),
    },
  };
}

function searchWords({ index }: RetrieveDeps, request: RetrieveRequest): Promise<WordHits> {
  return index.searchWords(
    encodeQuery(request.query, request.languages, request.aliases),
    request.within,
    searchOptions(request),
  );
}

/** Nothing without an embedder; `null` when it fails, or while too few of the chunks in question have vectors. */
async function searchVectors(deps: RetrieveDeps, request: RetrieveRequest): Promise<readonly Hit[] | null> {
  const { embedder, index } = deps;
  if (!embedder) return [];
  const vector = await embedder
    .embed([request.query], { kind: 'query', ...(request.signal && { signal: request.signal }) })
    .then(([first]) => first)
    .catch(() => undefined);
  // An abort must not read as a broken embedder.
  request.signal?.throwIfAborted();
  if (!vector) return null;
  const { hits, chunks, compared } = await index.searchVectors(
    { generation: embedder.generation, vector },
    request.within,
    searchOptions(request),
  );
  // What has no vector yet would rank behind all that has one.
  return compared < chunks * tunables.find.vectorCoverage ? null : hits;
}

function searchOptions({ scope, signal }: RetrieveRequest) {
  return { scope, limit: tunables.find.hits, ...(signal && { signal }) };
}

function rank(
  passages: ReadonlyMap<string, Passage>,
  wordHits: WordHits,
  vectorHits: readonly Hit[],
  { query, languages, aliases, limit, onePerDocument }: RetrieveRequest,
): RankedPassage[] {
  const isReadable = (hit: Hit) => passages.has(hit.chunkId);
  const words = questionWords(query, languages, aliases);
  const share = words.some(isReference) ? tunables.find.vectorShareWithReference : tunables.find.vectorShare;
  const scored = fuseMinMax(wordHits.hits.filter(isReadable), vectorHits.filter(isReadable), share).flatMap(
    ({ chunkId, score }) => {
      const passage = passages.get(chunkId);
      return passage === undefined ? [] : [{ ...passage, score }];
    },
  );
  const distinct = collapseDuplicates(scored);
  const perDocument = onePerDocument ? 1 : tunables.find.passagesPerDocument;
  const ordered = limitPerDocument(distinct, ({ document }) => document.id, perDocument);
  const best = ordered[0]?.score || 1;
  const coverage = coverageOf(words, wordHits);
  return ordered
    .slice(0, limit)
    .map((passage) => ({ ...passage, score: passage.score / best, coverage: coverage(passage) }));
}
