import type { TrustLevel } from '../core/trust.ts';
import type { Generation } from './search-index.ts';

/** Turns texts into vectors. Batching, retry and caching are the caller's; an adapter does one call. */
export type Embedder = {
  readonly generation: Generation;
  /** Decides which texts it may be given; the caller asks `mayReceive` first. */
  readonly trust: TrustLevel;
  /** Most texts in one call. */
  readonly maxTextsPerCall: number;
  /**
   * One L2-normalised vector per text, same order, all of one dimension; `null` for a text that the model cannot embed,
   * which says nothing about the others.
   * @throws AppError `EMBEDDER_UNAVAILABLE` (retryable as the provider's status says)
   */
  embed(
    texts: readonly string[],
    options: { readonly kind: 'query' | 'passage'; readonly signal?: AbortSignal },
  ): Promise<readonly (Float32Array | null)[]>;
};
