import type { AccessFilter } from '../core/access/access-filter.ts';
import type { DocumentKey, OrganisationId } from '../core/document.ts';
import type { SparseVector } from '../core/find/sparse-vector.ts';
import type { Scope } from '../core/scope.ts';

/** What the index must know of a document to filter by rights and scope, and to find it by its name. It never holds text. */
export type IndexedDocument = DocumentKey & {
  /** Live version that these chunks belong to: a write for a lower version than the stored one is refused. */
  readonly version: number;
  readonly accessClass: number;
  readonly space: string;
  readonly path: string;
  /** The words that name it, as `encodeCard()` says. */
  readonly card: SparseVector;
};

/** One chunk as the index stores it: words already analysed, weighted and hashed by `encodeWords()`. */
export type IndexedChunk = { readonly id: string; readonly words: SparseVector };

export type ReplaceOutcome =
  /** Numbers of chunks written, deleted and left as they were (same id). */
  | { readonly outcome: 'replaced'; readonly added: number; readonly removed: number; readonly kept: number }
  /** A newer version is already indexed; nothing was changed. */
  | { readonly outcome: 'stale' };

/** One found chunk. `score` compares within one reply only. */
export type Hit = { readonly chunkId: string; readonly documentId: string; readonly score: number };

export type WordHits = {
  /** Best first; equal scores are ordered by chunk id. */
  readonly hits: readonly Hit[];
  /** Chunks that the caller may read: those that the rarity of words is counted over (see `WordSearchOptions`). */
  readonly readableChunks: number;
  /** For each query term id, in how many of these chunks it stands. */
  readonly documentFrequency: ReadonlyMap<number, number>;
  /** Where they were asked for (see `WordSearchOptions`): what each hit says in words, in the order of `hits`. */
  readonly words?: readonly SparseVector[];
};

/** One document that a question names. */
export type DocumentHit = {
  readonly documentId: string;
  /** IDF mass of the card's words that stand in the question, times `named`. Compares within one reply only. */
  readonly score: number;
  /** Share (0–1) of the card's IDF mass that stands in the question: 1 when the question says the whole name. */
  readonly named: number;
  /** Ids of the query's terms that stand in its card. */
  readonly terms: readonly number[];
  /** Number of its chunks. */
  readonly chunks: number;
};

export type VectorHits = {
  /** Nearest first; equal scores are ordered by chunk id. */
  readonly hits: readonly Hit[];
  /** Chunks that the caller may read, in the scope, and how many of them have a vector of the generation. */
  readonly chunks: number;
  readonly compared: number;
  /** Mean and standard deviation of the scores of all of these, or of a sample of 1,000 of them; 0 when there are none. */
  readonly mean: number;
  readonly deviation: number;
};

export type SearchOptions = { readonly scope: Scope; readonly limit: number; readonly signal?: AbortSignal };

export type WordSearchOptions = SearchOptions & {
  /**
   * Where the rarity of words is counted: over all that the caller may read, or over what of it lies in the scope, which
   * costs less where the scope is small. Absent: `readable`.
   */
  readonly rarity?: 'readable' | 'scope';
  /** The best hit of each document alone, with its words (see `isWord()`), those that name the document left out. */
  readonly best?: 'of-each-document';
};

/** Identifies one embedding model and what it is given of a chunk, for example `e5-small@1`: vectors of one compare. */
export type Generation = string;

/**
 * Finds ids. Holds words and vectors of chunks with the access class, space and path of their document, no text.
 * All searches filter inside, before the best are chosen. An `AccessFilter` without classes gives nothing, without a call.
 *
 * Term statistics (IDF) are counted over the chunks that `within` lets the caller read, so that a forbidden document
 * changes neither order nor scores (R02, R15). Score of a chunk = Σ over query terms of
 * queryWeight × idf(term) × chunkWeight(term), idf = ln(1 + (N − df + 0.5) / (df + 0.5)).
 */
export type SearchIndex = {
  /** Makes the index hold exactly `chunks` for this document. Chunk ids already there are kept with their vectors. */
  replaceDocument(document: IndexedDocument, chunks: readonly IndexedChunk[]): Promise<ReplaceOutcome>;
  /** Adds vectors (L2-normalised, one dimension per generation) to chunks; unknown chunk ids are ignored. */
  putVectors(
    document: DocumentKey,
    generation: Generation,
    vectors: readonly { readonly chunkId: string; readonly vector: Float32Array }[],
  ): Promise<void>;
  /** Changes rights, space or path of an indexed document without touching its chunks; unknown documents are ignored. */
  setPlacement(
    document: DocumentKey,
    placement: Pick<IndexedDocument, 'accessClass' | 'space' | 'path'>,
  ): Promise<void>;
  removeDocument(document: DocumentKey): Promise<void>;
  searchWords(query: SparseVector, within: AccessFilter, options: WordSearchOptions): Promise<WordHits>;
  /**
   * Documents whose card shares a word with the query, best first, equal scores by document id. A word counts with the
   * smaller of its two weights, times its IDF among the cards of the documents that the caller may read (scope does not
   * change it).
   */
  searchDocuments(
    query: SparseVector,
    within: AccessFilter,
    options: SearchOptions,
  ): Promise<readonly DocumentHit[]>;
  /** Cosine similarity as score, to three decimals: an index may keep vectors in 16 bits. */
  searchVectors(
    query: { readonly generation: Generation; readonly vector: Float32Array },
    within: AccessFilter,
    options: SearchOptions,
  ): Promise<VectorHits>;
  /** Takes out all vectors of a generation, a part at a time: other changes go on meanwhile, and a crash leaves the rest. */
  dropGeneration(org: OrganisationId, generation: Generation, signal?: AbortSignal): Promise<void>;
  /**
   * Leaves nothing of what was removed in files beside the index: its log is folded in, and copies that were set aside go.
   * False when somebody who searches at this moment holds the log: then part of it stays until the next call.
   */
  scrub(org: OrganisationId): Promise<boolean>;
  /** Removes all that is held for the organisation, with its files. Gives how many documents that was. */
  removeOrganisation(org: OrganisationId): Promise<number>;
  /** Resolves when everything written before the call can be found. */
  flush(): Promise<void>;
  stats(org: OrganisationId): Promise<{ documents: number; chunks: number; vectors: number }>;
  /** All documents held for the organisation, by id, for reconciliation with the truth. */
  listDocuments(org: OrganisationId): Promise<readonly Omit<IndexedDocument, 'org' | 'card'>[]>;
  /**
   * Fills an empty index of the same kind, which takes the place of this one at once when `fill` is done. This one answers, and
   * takes changes, until then; nothing is different when `fill` fails. `mend` brings in what changed meanwhile: until it has ended well,
   * whoever it is interrupted by, the index counts as unfinished. Absent where an index is filled anew in its place.
   */
  rebuild?(fill: (fresh: SearchIndex) => Promise<void>, mend: () => Promise<void>): Promise<void>;
  /**
   * Calls `ask` when this index took the place of another one and was not mended since; once that has ended well, it no longer counts
   * as unfinished. Absent as `rebuild` is.
   */
  finish?(ask: () => Promise<void>): Promise<void>;
  /** Ids of documents of which a chunk has no vector of the generation. */
  listIncomplete(org: OrganisationId, generation: Generation): Promise<readonly string[]>;
  close(): Promise<void>;
};
