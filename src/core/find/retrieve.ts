import { tunables } from '../../../config/tunables.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { Library } from '../../ports/library.ts';
import type { Hit, SearchIndex, VectorHits, WordHits } from '../../ports/search-index.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { AskedWord } from '../answer/other-words.ts';
import type { Passage, RankedPassage } from '../answer/passage.ts';
import type { Language } from '../document.ts';
import { isAppError } from '../errors.ts';
import { everything, type Scope } from '../scope.ts';
import { mayReceive } from '../trust.ts';
import { formsOf } from './alias.ts';
import { collapseDuplicates } from './collapse-duplicates.ts';
import { type Definition, definitionOf } from './definition.ts';
import { encodeNames, encodeQuery, joinQueries, termIdOf } from './encode.ts';
import { withFeedback } from './feedback.ts';
import { chooseFocus, choosesFew, type Focus } from './focus.ts';
import { bestFirst, fuse, vectorStrengths, wordStrengths } from './fuse.ts';
import type { FusionNumbers } from './fusion-numbers.ts';
import { limitPerDocument } from './limit-per-document.ts';
import { isNamed } from './names.ts';
import { nothingCompared } from './nothing-found.ts';
import { preferByTime } from './prefer-by-time.ts';
import { preferDefinitions } from './prefer-definitions.ts';
import { isReference, type QuestionContext, type QuestionWord, questionWords } from './question-words.ts';
import { readCandidates } from './read-candidates.ts';
import { type RerankDeps, type RerankRequest, rerankPassages } from './rerank-passages.ts';
import { type RetrievalSignals, signalsReader } from './retrieval-signals.ts';
import type { SparseVector } from './sparse-vector.ts';
import { spreadOverHeadings } from './spread-over-headings.ts';
import type { TimeIntent } from './time-intent.ts';

export type RetrieveDeps = RerankDeps & {
  readonly index: Pick<SearchIndex, 'searchWords' | 'searchDocuments' | 'searchVectors'>;
  /** Absent: words only. */
  readonly embedder?: Pick<Embedder, 'embed' | 'generation' | 'trust'> | undefined;
  /** How words and vectors are weighed; absent: as `tunables.find.fusion` says. */
  readonly fusion?: FusionNumbers | undefined;
  readonly library: Pick<Library, 'readPassages' | 'readableAmong'>;
  /** Does the part that keeps this machine busy when it is its turn (see `Entrance`); absent: at once. */
  readonly takeTurn?: <T>(work: () => Promise<T>) => Promise<T>;
};

export type RetrieveRequest = Omit<RerankRequest, 'query'> &
  QuestionContext & {
    readonly query: string;
    /** When the documents should be from; absent: it does not matter. */
    readonly time?: TimeIntent | null;
    /** What the documents should define; absent: nothing. */
    readonly term?: string | null;
    readonly within: AccessFilter;
    readonly scope: Scope;
    /** Documents in scope that the caller may read. */
    readonly documents: number;
    /** Most passages to give. */
    readonly limit: number;
    /** Languages of the documents in scope. */
    readonly languages: readonly Language[];
    /** At most so many passages of one document, and of one that is asked about by itself (see `Focus`). */
    readonly passagesPerDocument: { readonly usual: number; readonly inFocus: number };
  };

export type Retrieved = {
  /** Best first. */
  readonly passages: readonly RankedPassage[];
  /** What tells whether these passages, or those of them that may still be read, can hold the answer. */
  readonly signalsOf: (passages: readonly Passage[]) => RetrievalSignals;
  /** The words of the question, and how many readable passages have each of them. */
  readonly asked: readonly AskedWord[];
  /** Chunks of the index that the caller may read: none, where documents can be found, means that it is being filled. */
  readonly readableChunks: number;
  /** `words-only`: there is an embedder, and it failed or too few vectors are there. */
  readonly notices: readonly 'words-only'[];
  /** Documents that the index found and the gate withheld: for the audit, and for nobody else. */
  readonly withheld: readonly string[];
  /** Milliseconds of each step; words and vectors run side by side. `embedMs`, `rerankMs`: where there is an embedder, a reranker. */
  readonly timings: {
    readonly embedMs?: number;
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
  const { takeTurn = atOnce } = deps;
  const started = performance.now();
  // Before the turn, which nobody should have while a provider is waited for.
  const meaning = await embedQuery(deps, request);
  const embedded = performance.now();
  const { passages, ...found } = await takeTurn(() => findAndRank(deps, request, meaning));
  const ranked = performance.now();
  const reranked = await rerankPassages(deps, passages, { ...request, query: spokenQuery(request) });
  return {
    ...found,
    passages: reranked.slice(0, request.limit),
    timings: {
      ...(deps.embedder && { embedMs: embedded - started }),
      ...found.timings,
      ...(deps.reranker && { rerankMs: performance.now() - ranked }),
    },
  };
}

/** The turn of whoever has no line to wait in. */
export const atOnce = <T>(work: () => Promise<T>) => work();

/** All but the last word, which a reranker has: as many passages as it should see. */
async function findAndRank(
  deps: RetrieveDeps,
  request: RetrieveRequest,
  meaning: Awaited<ReturnType<typeof embedQuery>>,
): Promise<Retrieved> {
  const started = performance.now();
  const query = encodeQuery(request.query, request.languages, request);
  const names = encodeNames(request.query, request.languages);
  const queryWithNames = joinQueries(query, names);
  // What a passage that answers in full would say: everyday words or what is written for them, not both.
  const full = encodeQuery(request.query, request.languages, { ...request, related: false });
  const gate = (chunkIds: readonly string[]) => deps.library.readPassages(request.within, chunkIds);
  const [words, anywhere, named] = await Promise.all([
    deps.index.searchWords(queryWithNames, request.within, searchOptions(request)),
    searchVectors(deps, meaning, request),
    deps.index.searchDocuments(query, request.within, {
      ...searchOptions(request),
      // One more than are looked into: whether a name says which.
      limit: tunables.find.focus.most + 1,
    }),
  ]);
  const namesPassage = isNamed(names, words);
  const focus = chooseFocus(queryWithNames, request, namesPassage ? [] : named, words);
  const [inside, near] = await Promise.all([
    focus && searchInside(deps, request, focus),
    // The documents in focus are compared as a whole: among all others, hardly one of their chunks may stand out.
    focus &&
      anywhere &&
      focus.scope !== request.scope &&
      searchVectors(deps, meaning, { ...request, scope: focus.scope }),
  ]);
  const vectors = anywhere && {
    ...anywhere,
    hits: distinctHits([...anywhere.hits, ...(near ? near.hits : [])]),
  };
  const searched = performance.now();
  const { term = null, aliases = [] } = request;
  const definition = term === null ? null : definitionOf(term, formsOf(aliases));
  const found: FoundHits = { full, words, vectors, focus, inside, isNamed: namesPassage, definition };
  const lists = [words.hits, vectors?.hits ?? [], inside?.hits ?? []];
  const { readable, withheld } = await readCandidates(gate, lists, candidatesWanted(request, found));
  const gated = performance.now();
  const toJudge = deps.reranker ? tunables.find.rerank.candidates : 0;
  const limit = Math.max(request.limit, toJudge);
  const asked = questionWords(request.query, request.languages, request);
  const passages = rank(readable, found, asked, { ...request, limit }, deps.fusion);
  const ranked = performance.now();
  const signalsOf = signalsReader({
    query: full,
    asked,
    words,
    vectors,
    inScope: choosesFew(request) ? inside : null,
  });
  return {
    passages,
    signalsOf,
    asked: countWords(asked, words),
    readableChunks: words.readableChunks,
    notices: vectors === null ? ['words-only'] : [],
    withheld,
    timings: { searchMs: searched - started, gateMs: gated - searched, rankMs: ranked - gated },
  };
}

/** Of the question itself: what it leans on is not what was asked. */
function countWords(words: readonly QuestionWord[], { documentFrequency }: WordHits): AskedWord[] {
  return words.flatMap(({ surface, stems, weight }) =>
    weight < 1
      ? []
      : [
          {
            surface,
            passages: Math.max(...[...stems].map((stem) => documentFrequency.get(termIdOf(stem)) ?? 0)),
          },
        ],
  );
}

/** What the searches gave for one question. */
type FoundHits = {
  /** The question without other words for it. */
  readonly full: SparseVector;
  readonly words: WordHits;
  /** `null`: there is an embedder, and it could not be used. */
  readonly vectors: VectorHits | null;
  readonly focus: Focus | null;
  readonly inside: WordHits | null;
  /** True when the question says the name of a passage by a reference. */
  readonly isNamed: boolean;
  /** `null`: the question asks for none. */
  readonly definition: Definition | null;
};

/** The query's meaning; `undefined` without an embedder, `null` when it fails or may not be told the question (R67). */
async function embedQuery({ embedder }: RetrieveDeps, request: RetrieveRequest) {
  if (!embedder) return undefined;
  const { signal, earlier = [], matrix } = request;
  if (!earlier.every((sensitivity) => mayReceive(embedder.trust, sensitivity, matrix))) return null;
  const vector = await embedder
    .embed([spokenQuery(request)], { kind: 'query', ...(signal && { signal }) })
    .then(([first]) => first ?? null)
    .catch(() => null);
  // An abort must not read as a broken embedder.
  signal?.throwIfAborted();
  return vector && { generation: embedder.generation, vector };
}

/** Nothing without an embedder; `null` when it fails, or while too few of the chunks in question have vectors. */
async function searchVectors(
  { index }: RetrieveDeps,
  meaning: Awaited<ReturnType<typeof embedQuery>>,
  request: RetrieveRequest,
): Promise<VectorHits | null> {
  if (meaning === undefined) return nothingCompared;
  if (meaning === null) return null;
  const found = await index
    .searchVectors(meaning, request.within, searchOptions(request))
    .catch(unlessOtherDimension);
  // What has no vector yet would rank behind all that has one.
  return found === null || found.compared < found.chunks * tunables.find.vectorCoverage ? null : found;
}

/** A provider that serves another model under the name of the old one gives vectors that compare with none of those kept. */
function unlessOtherDimension(error: unknown): null {
  if (isAppError(error) && error.code === 'CONFLICT') return null;
  throw error;
}

/**
 * Looks into the documents in focus, also for the words that other documents use for the same: all those that the caller
 * may read teach them, one passage each.
 */
async function searchInside(deps: RetrieveDeps, request: RetrieveRequest, focus: Focus): Promise<WordHits> {
  const { within } = request;
  const { hits, words = [] } = await deps.index.searchWords(focus.query, within, {
    ...searchOptions(request),
    scope: everything,
    limit: tunables.find.feedback.passages,
    best: 'of-each-document',
  });
  const readable = await deps.library.readableAmong(
    within,
    hits.map(({ chunkId }) => chunkId),
  );
  const teaching = hits.flatMap(({ chunkId, score }, at) => {
    const said = words[at];
    return said && readable.has(chunkId) ? [{ words: said, score }] : [];
  });
  const best = teaching[0]?.score ?? 1;
  const query = withFeedback(
    focus.query,
    teaching.map(({ words, score }) => ({ words, fit: score / best })),
  );
  return deps.index.searchWords(query, within, {
    ...searchOptions(request),
    scope: focus.scope,
    rarity: 'scope',
  });
}

function distinctHits(hits: readonly Hit[]): Hit[] {
  return [...new Map(hits.map((hit) => [hit.chunkId, hit])).values()].sort(bestFirst);
}

/** The query as one text, what it leans on after it. */
function spokenQuery({ query, context = [] }: RetrieveRequest): string {
  return [query, ...context.map(({ text }) => text)].join(' ');
}

function searchOptions({ scope, signal }: RetrieveRequest) {
  return { scope, limit: tunables.find.hits, ...(signal && { signal }) };
}

/** The latest of a large family may stand far down by its words, and so may what says what they mean. */
function candidatesWanted(request: RetrieveRequest, { focus, definition }: FoundHits) {
  const { limit, time = null } = request;
  const wanted = time === null && definition === null ? limit : limit * tunables.find.widerCandidates;
  return { limit: wanted, perDocument: perDocument(request, focus) };
}

function perDocument({ passagesPerDocument: { usual, inFocus } }: RetrieveRequest, focus: Focus | null) {
  return (document: string) => (focus?.isLong(document) ? inFocus : usual);
}

function rank(
  passages: ReadonlyMap<string, Passage>,
  found: FoundHits,
  asked: readonly QuestionWord[],
  request: RetrieveRequest,
  fusion: FusionNumbers = tunables.find.fusion,
): RankedPassage[] {
  const { time = null, limit } = request;
  const vectorWeight =
    fusion.vectorWeight *
    (asked.some(isReference) ? fusion.withReference : 1) *
    (found.focus ? tunables.find.focus.vectorShare : 1);
  // Models hardly tell numbers apart: what is called by its name is found by it.
  const meaning = found.isNamed ? 0 : vectorWeight;
  const scored = strengths(found, passages, meaning).flatMap(({ chunkId, score }) => {
    const passage = passages.get(chunkId);
    return passage === undefined ? [] : [{ ...passage, score }];
  });
  const distinct = collapseDuplicates(
    preferDefinitions(preferByTime(scored, time, spokenQuery(request)), found.definition),
  );
  const limited = limitPerDocument(
    distinct,
    ({ document }) => document.id,
    perDocument(request, found.focus),
  );
  const ordered = spreadOverHeadings(limited, (document) => found.focus?.isLong(document) ?? false);
  const best = ordered[0]?.score || 1;
  return ordered.slice(0, limit).map((passage) => ({ ...passage, score: passage.score / best }));
}

/** Joins what was found of the readable passages, best first. */
function strengths(
  { full, words, vectors, focus, inside }: FoundHits,
  readable: ReadonlyMap<string, Passage>,
  vectorWeight: number,
): Hit[] {
  const isReadable = (hit: Hit) => readable.has(hit.chunkId);
  const byWords = wordStrengths(words.hits.filter(isReadable), full, words);
  const byVectors = vectors ? vectorStrengths(vectors.hits.filter(isReadable), vectors, vectorWeight) : [];
  if (!focus || !inside) return fuse(byWords, byVectors);
  const most = Math.max(...byWords.map(({ score }) => score), 0);
  const insideHits = inside.hits.filter(isReadable);
  const top = Math.max(...insideHits.map(({ score }) => score));
  const byChunk = new Map(byWords.map((hit) => [hit.chunkId, hit]));
  for (const hit of insideHits) byChunk.set(hit.chunkId, { ...hit, score: most * (hit.score / top) });
  const fused = fuse([...byChunk.values()], byVectors);
  const best = fused[0]?.score ?? 0;
  return fused
    .map((hit) => ({
      ...hit,
      score: hit.score + best * tunables.find.focus.weight * (focus.nearness.get(hit.documentId) ?? 0),
    }))
    .sort(bestFirst);
}
