import type { DocumentKey, Sensitivity } from '../core/document.ts';
import type { EmbeddingChoice } from '../core/providers/engine-choice.ts';
import type { Generation } from './search-index.ts';

/** The generations of an organisation that have, or are getting, vectors. */
export type Generations = {
  /** The one that answers; `null` before the first one. */
  readonly serving: Generation | null;
  /** The organisation's choice that the serving one comes from; `null`: the installation's. */
  readonly servedBy: EmbeddingChoice | null;
  /** The one that is being built beside it, to take its place. */
  readonly building: {
    readonly generation: Generation;
    readonly beganAt: Date;
    readonly chosen: EmbeddingChoice | null;
  } | null;
  /** Those whose vectors are still to be dropped, and since when nothing is asked of them. */
  readonly retired: readonly { readonly generation: Generation; readonly since: Date }[];
};

/**
 * A generation, and of which sensitivities texts may be sent to what makes it (R67). A document goes by its own sensitivity
 * and by its space's: both must be among them. The others have no vectors of it, and nothing waits for these.
 */
export type WantedGeneration = {
  readonly generation: Generation;
  readonly sendable: readonly Sensitivity[];
};

/** How far a generation is, counted in documents that can be found. */
export type GenerationProgress = {
  readonly total: number;
  /** Those in which no chunk lacks a vector of it. */
  readonly done: number;
  /** Those of the others that are too sensitive for its provider: their words alone find them. */
  readonly tooSensitive: number;
  /** Code of what went wrong since a document last became whole in it; `null`: nothing. */
  readonly failedWith: string | null;
};

/**
 * Which embedding models an organisation has vectors of, and in which of them each document is whole: all chunks of its
 * live version have vectors of it in the index. A document is `searchable` while it is whole in one at least.
 */
export type GenerationStore = {
  find(org: string): Promise<Generations>;
  /**
   * Has `generation` built, if it does not serve already, and retires another one that was being built. The first one of
   * an organisation serves at once. Nothing changes while the same one is still being dropped, nor when the organisation
   * has chosen otherwise than `chosen` meanwhile (absent: it has chosen nothing).
   */
  want(org: string, generation: Generation, chosen?: EmbeddingChoice | null): Promise<Generations>;
  /** The generations in which this version of a document is whole; `null` when it is not the live one. */
  wholeIn(key: DocumentKey, version: number): Promise<readonly Generation[] | null>;
  /** Records why vectors of a generation did not come. True when it is not what is known already. */
  noteFailure(org: string, generation: Generation, code: string): Promise<boolean>;
  /**
   * Records that a version is whole in a generation, which therefore does not fail; refused when either is gone, or the document is
   * not called `title` any more, which the vectors were made with.
   */
  markWhole(key: DocumentKey, version: number, generation: Generation, title?: string): Promise<boolean>;
  /**
   * Asks for the vectors of documents that can be found and are not whole in all of `wanted` that may see them, behind all
   * other work.
   * Those that were asked for since `askedBefore` are left alone. Gives how many.
   */
  requestMissing(
    org: string,
    wanted: readonly WantedGeneration[],
    options: { readonly askedBefore: Date },
  ): Promise<number>;
  /** Has the vectors of a document asked for again at the next look: who was asked has no model. */
  askAgain(key: DocumentKey): Promise<void>;
  /** Records that the index lost the vectors of documents. */
  forgetVectors(org: string, ids: readonly string[]): Promise<void>;
  progress(org: string, wanted: WantedGeneration): Promise<GenerationProgress>;
  /**
   * Lets the generation that is being built, if it is `wanted`, take the place of the serving one, which is retired, in one
   * transaction, if every document that is whole in the old one is whole in the new one, and so many are that its vectors
   * are searched (`tunables.find.vectorCoverage`): a lost index makes no document whole in the old one. Documents that the
   * new one may not see do not count. False when it did not.
   */
  switchWhenCovered(org: string, wanted: WantedGeneration): Promise<boolean>;
  /** Erases the vectors of a retired generation, some at a time; `signal` stops between two parts. */
  erase(org: string, generation: Generation, signal: AbortSignal): Promise<void>;
  /** Forgets a retired generation that nothing is left of. */
  forget(org: string, generation: Generation): Promise<void>;
};
