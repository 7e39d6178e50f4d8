import { setTimeout as sleep } from 'node:timers/promises';
import { tunables } from '../../../config/tunables.ts';
import type { AnsweringModel } from '../../core/answer/answering-model.ts';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import { countTokens } from '../../core/ingest/chunking/count-tokens.ts';
import type { ProviderConnection } from '../../core/providers/provider.ts';
import type { ChatTurn, ModelEvent, TokenUsage } from '../../ports/language-model.ts';
import type { AddressPolicy } from '../outgoing-http/address-policy.ts';
import { withBreaker } from './breaker.ts';
import { type ChatCall, type ChatPiece, concede, pacedPieces, streamChat } from './chat.ts';
import { type Deadlines, type Pacing, startPacing } from './deadlines.ts';
import type { ChatProfile } from './dialect.ts';
import { dialects } from './dialects/all.ts';
import { retryDelayOf } from './retry-delay.ts';
import { askedDelayMs, toModelError } from './vendor-error.ts';
import { createWire } from './wire.ts';

export type ModelTimeouts = Deadlines & {
  readonly connectTimeoutMs: number;
  /** Rest of a server that kept failing. */
  readonly breakerRestMs: number;
};

/** A chat model: where it is, how it speaks, and by which name the provider is shown to people (absent: its host). */
export type ChatServer = Omit<ProviderConnection, 'dialect'> &
  Partial<Pick<ProviderConnection, 'dialect'>> & {
    readonly model: string;
    readonly provider?: string;
    readonly mayConnect?: AddressPolicy;
  };

/** Ends by which a server says that it stopped before the answer was complete. */
const cutShort = new Set(['length', 'model_length', 'max_tokens', 'content_filter', 'error']);

/** Failures that tell of the provider. Others come from the request: too long, refused as it is, for a model that left. */
const blamed: ReadonlySet<ErrorCode> = new Set([
  'MODEL_UNAVAILABLE',
  'MODEL_RATE_LIMITED',
  'MODEL_REFUSED_KEY',
]);

/**
 * A chat model behind any server that speaks the OpenAI wire, in its dialect (`generic` unless told). One call never lasts
 * longer than `timeouts` say; it is tried again at most once, and only before its first token. A server that keeps failing
 * is left alone for a while. A reply that its server cut short ends with `MODEL_BAD_REPLY`, one to a request that it cut
 * with `MODEL_CONTEXT_TRUNCATED`.
 */
export function createOpenAiLanguageModel(
  server: ChatServer,
  timeouts: ModelTimeouts = tunables.answering,
): AnsweringModel {
  const { breakerFailures, modelRetries, replyBytes, replyLineBytes } = tunables.answering;
  const dialect = dialects[server.dialect ?? 'generic'];
  const profile = dialect.chat;
  const wire = createWire(server, {
    connectTimeoutMs: timeouts.connectTimeoutMs,
    lineBytes: replyLineBytes,
    bodyBytes: replyBytes,
    ...(server.mayConnect && { mayConnect: server.mayConnect }),
  });
  const conceded = new Set<ChatProfile['concedes'][number]>();

  async function* stream(
    ...[turns, { signal, ...sampling }]: Parameters<AnsweringModel['stream']>
  ): AsyncGenerator<ModelEvent, void> {
    if (!profile)
      throw new AppError('MODEL_NOT_FOUND', { detail: 'A server of this dialect has no chat model.' });
    if (dialect.key === 'required' && !server.apiKey) throw new AppError('MODEL_KEY_MISSING');
    signal.throwIfAborted();
    const pacing = startPacing(timeouts, signal);
    const leftOut = new Set(conceded);
    let spoken = false;
    try {
      for (let attempt = 0; ; attempt += 1) {
        const call: ChatCall = { ...sampling, model: server.model, turns, conceded: leftOut };
        try {
          const pieces = streamChat(wire, profile, call, pacing.signal);
          for await (const event of relay(pieces, pacing, mostCharactersOf(sampling))) {
            for (const field of leftOut) conceded.add(field);
            spoken ||= event.type === 'text-delta';
            yield event;
            if (event.type === 'usage' && profile.cutsSilently) checkWhole(turns, event.usage);
          }
          return;
        } catch (error) {
          if (pacing.signal.aborted) throw pacing.signal.reason;
          const explained = toModelError(error, dialect);
          if (spoken || attempt >= modelRetries) throw explained;
          if (concede(explained, profile, leftOut)) continue;
          const delayMs = retryDelayOf(explained, askedDelayMs(error));
          if (delayMs === null) throw explained;
          await pacing.race(sleep(delayMs));
        }
      }
    } finally {
      pacing.stop();
    }
  }

  const model = { provider: server.provider ?? new URL(server.baseUrl).host, model: server.model, stream };
  return withBreaker(model, {
    failures: breakerFailures,
    restMs: timeouts.breakerRestMs,
    clock: performance,
    // An unusable reply with a detail is an HTTP refusal of this very question or an answer that grew too long.
    blames: ({ code, detail }) => blamed.has(code) || (code === 'MODEL_BAD_REPLY' && detail === undefined),
  });
}

/** @throws AppError `MODEL_CONTEXT_TRUNCATED` when the server counted far fewer tokens than it was sent */
function checkWhole(turns: readonly ChatTurn[], { promptTokens }: TokenUsage): void {
  if (promptTokens === null) return;
  const { cutFromTokens, cutShare } = tunables.answering;
  const sent = turns.reduce((sum, { content }) => sum + countTokens(content), 0);
  if (sent >= cutFromTokens && promptTokens < sent * cutShare) throw new AppError('MODEL_CONTEXT_TRUNCATED');
}

/** Characters of a reply: more than its tokens have in any language, where their number is said. */
function mostCharactersOf({ maxTokens }: Pick<ChatCall, 'maxTokens'>): number {
  const { charactersPerToken, leastReply, mostReply } = tunables.answering;
  return maxTokens === undefined ? mostReply : Math.max(leastReply, maxTokens * charactersPerToken);
}

/** Text as it comes, then the usage. */
async function* relay(
  pieces: AsyncGenerator<ChatPiece, void>,
  pacing: Pacing,
  mostCharacters: number,
): AsyncGenerator<ModelEvent, void> {
  let characters = 0;
  let finish: string | null = null;
  let usage: ChatPiece['usage'] = null;
  for await (const piece of pacedPieces(pieces, pacing)) {
    usage = piece.usage ?? usage;
    finish = piece.finishReason ?? finish;
    if (piece.text === '') continue;
    characters += piece.text.length;
    yield { type: 'text-delta', text: piece.text };
    // Not all servers keep to what they are told (R95).
    if (characters > mostCharacters) {
      finish = 'length';
      break;
    }
  }
  if (usage) yield { type: 'usage', usage };
  if (characters === 0 || finish === null) throw new AppError('MODEL_BAD_REPLY');
  if (cutShort.has(finish)) throw new AppError('MODEL_BAD_REPLY', { detail: 'cut short' });
}
