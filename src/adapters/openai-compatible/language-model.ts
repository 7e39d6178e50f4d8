import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelServer } from '../../../config/env.ts';
import { tunables } from '../../../config/tunables.ts';
import type { AnsweringModel } from '../../core/answer/answering-model.ts';
import { AppError } from '../../core/errors.ts';
import type { ModelEvent } from '../../ports/language-model.ts';
import { withBreaker } from './breaker.ts';
import { type ChatCall, type ChatPiece, loadChatLibrary, streamChat } from './chat.ts';
import { type Deadlines, type Pacing, startPacing } from './deadlines.ts';
import { createProviderFetch } from './provider-fetch.ts';
import { retryDelayOf } from './retry-delay.ts';
import { toModelError } from './vendor-error.ts';

export type ModelTimeouts = Deadlines & { readonly connectTimeoutMs: number };

/** Ends by which a server says that it stopped before the answer was complete. */
const cutShort = new Set(['length', 'model_length', 'max_tokens', 'content_filter', 'error']);

/**
 * A chat model behind any OpenAI-compatible server. `provider` is the name shown to people; absent: the server's host.
 * One call never lasts longer than `timeouts` say; it is tried again at most once, and only before its first token. A
 * server that keeps failing is left alone for a while. A reply that its server cut short ends with `MODEL_BAD_REPLY`.
 */
export function createOpenAiLanguageModel(
  server: ModelServer & { readonly provider?: string },
  timeouts: ModelTimeouts = tunables.answering,
): AnsweringModel {
  const { breakerFailures, breakerRestMs, modelRetries, replyBytes, replyLineBytes } = tunables.answering;
  const fetch = createProviderFetch(server, {
    connectTimeoutMs: timeouts.connectTimeoutMs,
    lineBytes: replyLineBytes,
    bodyBytes: replyBytes,
  });
  let askUsage = true;

  async function* stream(
    ...[turns, { signal, ...sampling }]: Parameters<AnsweringModel['stream']>
  ): AsyncGenerator<ModelEvent, void> {
    const library = await loadChatLibrary();
    signal.throwIfAborted();
    const pacing = startPacing(timeouts, signal);
    let spoken = false;
    try {
      for (let attempt = 0; ; attempt += 1) {
        try {
          const call: ChatCall = { ...sampling, signal: pacing.signal, askUsage };
          for await (const event of relay(streamChat(library, server, fetch, turns, call), pacing)) {
            spoken ||= event.type === 'text-delta';
            yield event;
          }
          return;
        } catch (error) {
          if (pacing.signal.aborted) throw pacing.signal.reason;
          const delayMs = spoken || attempt >= modelRetries ? null : retryDelay(error);
          if (delayMs === null) throw toModelError(error);
          await pacing.race(sleep(delayMs));
        }
      }
    } finally {
      pacing.stop();
    }
  }

  /** A server that does not know the field by which usage is asked for is asked again without it. */
  function retryDelay(error: unknown): number | null {
    const { detail } = toModelError(error);
    if (askUsage && (detail === 'HTTP 400' || detail === 'HTTP 422')) {
      askUsage = false;
      return 0;
    }
    return retryDelayOf(error);
  }

  const model = { provider: server.provider ?? new URL(server.baseUrl).host, model: server.model, stream };
  return withBreaker(model, {
    failures: breakerFailures,
    restMs: breakerRestMs,
    clock: performance,
    // With a detail it is an HTTP refusal of this very question or an answer that grew too long.
    blames: (error) => error.code !== 'MODEL_BAD_REPLY' || error.detail === undefined,
  });
}

/** Text as it comes, then the usage. */
async function* relay(
  pieces: AsyncGenerator<ChatPiece, void>,
  pacing: Pacing,
): AsyncGenerator<ModelEvent, void> {
  let spoken = false;
  let finish: string | null = null;
  let usage: ChatPiece['usage'] = null;
  try {
    for (;;) {
      const { value, done } = await pacing.race(pieces.next());
      if (done) break;
      usage = value.usage ?? usage;
      finish = value.finishReason ?? finish;
      if (value.text === '') continue;
      spoken = true;
      pacing.beat();
      yield { type: 'text-delta', text: value.text };
    }
  } finally {
    // Not awaited: a call that hangs is ended by the signal, not by waiting for it.
    pieces.return().catch(() => undefined);
  }
  if (usage) yield { type: 'usage', usage };
  if (!spoken || finish === null) throw new AppError('MODEL_BAD_REPLY');
  if (cutShort.has(finish)) throw new AppError('MODEL_BAD_REPLY', { detail: 'cut short' });
}
