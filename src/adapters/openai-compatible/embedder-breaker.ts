import { AppError, isAppError } from '../../core/errors.ts';
import type { Embedder } from '../../ports/embedder.ts';
import { type BreakerSettings, type CallEnd, createBreaker } from './breaker.ts';

/**
 * Leaves a failing provider alone: it answers `EMBEDDER_UNAVAILABLE` at once, so that one organisation's silent server does
 * not hold the places of all. A text that is refused for good, or a call that the caller aborted, says nothing of it.
 */
export function withEmbedderBreaker(embedder: Embedder, settings: BreakerSettings): Embedder {
  const breaker = createBreaker(settings);
  return {
    ...embedder,
    async embed(texts, options) {
      const leave = breaker.enter();
      if (!leave)
        throw new AppError('EMBEDDER_UNAVAILABLE', {
          detail: 'The provider failed repeatedly and is left alone for a while.',
        });
      let end: CallEnd = 'unknown';
      try {
        const vectors = await embedder.embed(texts, options);
        end = 'fine';
        return vectors;
      } catch (error) {
        if (isAppError(error) && error.retryable && !options.signal?.aborted) end = 'failed';
        throw error;
      } finally {
        leave(end);
      }
    },
  };
}
