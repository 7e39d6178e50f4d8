import type { DocumentKey, OrganisationId } from '../../core/document.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { SparseVector } from '../../core/find/sparse-vector.ts';
import type { Scope } from '../../core/scope.ts';
import type {
  DocumentHit,
  Generation,
  IndexedDocument,
  ReplaceOutcome,
  VectorHits,
  WordHits,
  WordSearchOptions,
} from '../../ports/search-index.ts';
import type { PackedChunks } from './packed.ts';

export type Placement = Pick<IndexedDocument, 'accessClass' | 'space' | 'path'>;

/** Who asks where: an `AccessFilter` without its brand, and a scope. */
export type Sight = {
  readonly org: OrganisationId;
  readonly accessClasses: readonly number[];
  readonly scope: Scope;
  readonly limit: number;
};

export type IndexStats = { documents: number; chunks: number; vectors: number };

/** What the searching thread holds in memory. */
export type CacheUse = { readonly organisations: number; readonly bytes: number };

/** Changes, done in the order in which they were asked for. */
export type Changes = {
  replaceDocument: { ask: { document: IndexedDocument; chunks: PackedChunks }; reply: ReplaceOutcome };
  putVectors: {
    ask: {
      document: DocumentKey;
      generation: Generation;
      chunkIds: readonly string[];
      dimension: number;
      values: Float32Array<ArrayBuffer>;
    };
    reply: null;
  };
  setPlacement: { ask: { document: DocumentKey; placement: Placement }; reply: null };
  removeDocument: { ask: { document: DocumentKey }; reply: null };
  /** Takes out some of a generation's vectors; the reply tells whether that was the end of it. */
  dropVectors: { ask: { org: OrganisationId; generation: Generation }; reply: boolean };
  scrub: { ask: { org: OrganisationId }; reply: boolean };
  removeOrganisation: { ask: { org: OrganisationId }; reply: null };
  flush: { ask: Record<never, never>; reply: null };
};

/** Questions, which change nothing. */
export type Questions = {
  searchWords: {
    ask: Sight & {
      query: SparseVector;
      rarity: NonNullable<WordSearchOptions['rarity']>;
      best?: WordSearchOptions['best'];
    };
    reply: WordHits;
  };
  searchDocuments: { ask: Sight & { query: SparseVector }; reply: readonly DocumentHit[] };
  searchVectors: { ask: Sight & { generation: Generation; vector: Float32Array }; reply: VectorHits };
  stats: { ask: { org: OrganisationId }; reply: IndexStats };
  listDocuments: { ask: { org: OrganisationId }; reply: readonly Omit<IndexedDocument, 'org' | 'card'>[] };
  listIncomplete: { ask: { org: OrganisationId; generation: Generation }; reply: readonly string[] };
  cacheUse: { ask: Record<never, never>; reply: CacheUse };
};

type Catalogue = Record<string, { ask: object; reply: unknown }>;

/** One message to a worker thread. */
export type AskOf<All extends Catalogue> = {
  [Name in keyof All]: { readonly name: Name; readonly ask: All[Name]['ask'] };
}[keyof All];
export type Change = AskOf<Changes>;
export type Question = AskOf<Questions>;

export type ToWorker =
  | { readonly type: 'ask'; readonly id: number; readonly message: Change | Question }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'close' };

export type Failure = { readonly code: ErrorCode; readonly detail: string };

/** What becomes of one message; a failure is rendered as `AppError` on the other side. */
export type Reply = { readonly value: unknown } | { readonly failure: Failure };

export type FromWorker =
  | { readonly type: 'replies'; readonly replies: readonly (Reply & { readonly id: number })[] }
  /** The organisation's file was unusable, is set aside, and the new one is empty. */
  | { readonly type: 'rebuild-needed'; readonly org: OrganisationId };

/** Given to a worker thread at its start. */
export type WorkerSettings = {
  readonly folder: string;
  readonly mergeChunks: number;
  readonly openOrganisations: number;
};
