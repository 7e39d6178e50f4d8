import type { TrustLevel } from '../core/trust.ts';

/** Judges how well texts answer a question, reading both together. What it is given leaves for its provider. */
export type Reranker = {
  /** Decides which texts it may be given; the caller asks `mayReceive` first. */
  readonly trust: TrustLevel;
  /**
   * One finite score per text, in the order of `texts`; higher fits better, on a scale of the model's own. Never lasts
   * longer than `timeoutMs`.
   * @throws AppError `RERANKER_UNAVAILABLE` (retryable as the provider's status says), never a vendor's text; the reason of
   * `signal` when it is aborted
   */
  rerank(
    query: string,
    texts: readonly string[],
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly number[]>;
};
