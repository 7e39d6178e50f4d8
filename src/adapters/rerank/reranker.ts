import type { RerankServer } from '../../../config/env.ts';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { Reranker } from '../../ports/reranker.ts';
import { type CallEnd, createBreaker } from '../openai-compatible/breaker.ts';
import { toRerankerError } from '../openai-compatible/vendor-error.ts';
import { createWire } from '../openai-compatible/wire.ts';
import type { AddressPolicy } from '../outgoing-http/address-policy.ts';
import { dialects } from './dialects.ts';
import { inOrder } from './in-order.ts';

/**
 * A reranker behind a server that speaks one of the dialects. A reply counts only when it names each text once, with a
 * finite score. No second attempt is made: there is no time for it. A server that keeps failing, or is too slow, is left
 * alone for a while.
 */
export function createReranker(server: RerankServer & { readonly mayConnect?: AddressPolicy }): Reranker {
  const { connectTimeoutMs, breakerFailures, breakerRestMs } = tunables.answering;
  const { replyBytes } = tunables.find.rerank;
  const wire = createWire(server, {
    connectTimeoutMs,
    lineBytes: replyBytes,
    bodyBytes: replyBytes,
    ...(server.mayConnect && { mayConnect: server.mayConnect }),
  });
  const breaker = createBreaker({ failures: breakerFailures, restMs: breakerRestMs, clock: performance });
  const dialect = dialects[server.dialect];

  async function call(query: string, texts: readonly string[], signal: AbortSignal): Promise<number[]> {
    const body = dialect.body({ model: server.model, query, texts });
    const { success, data } = dialect.reply.safeParse(await wire.post('/rerank', body, signal));
    if (!success) throw badReply('shape');
    const scores = inOrder(data, texts.length);
    if (!scores) throw badReply('scores');
    return scores;
  }

  return {
    trust: server.trust,
    async rerank(query, texts, { timeoutMs, signal }) {
      signal?.throwIfAborted();
      if (texts.length === 0) return [];
      const leave = breaker.enter();
      if (!leave)
        throw new AppError('RERANKER_UNAVAILABLE', {
          detail: 'The provider failed repeatedly and is left alone for a while.',
        });
      const deadline = AbortSignal.timeout(timeoutMs);
      let end: CallEnd = 'unknown';
      try {
        const scores = await call(query, texts, signal ? AbortSignal.any([signal, deadline]) : deadline);
        end = 'fine';
        return scores;
      } catch (error) {
        signal?.throwIfAborted();
        end = 'failed';
        throw toRerankerError(error);
      } finally {
        leave(end);
      }
    },
  };
}

function badReply(what: string): AppError {
  return new AppError('RERANKER_UNAVAILABLE', { retryable: false, detail: `Unusable reply: ${what}.` });
}
