import { z } from 'zod';
import type { AppError } from '../../core/errors.ts';
import type { ChatTurn, TokenUsage } from '../../ports/language-model.ts';
import { arrangeTurns } from './arrange-turns.ts';
import type { Pacing } from './deadlines.ts';
import type { ChatProfile } from './dialect.ts';
import { fieldsOf, ProviderRefusal } from './refusal.ts';
import { statusIn } from './vendor-error.ts';
import type { Wire } from './wire.ts';

/** What is read of a provider's stream: text, why it ended, what it cost. All else is left where it is (R44). */
export type ChatPiece = {
  readonly text: string;
  readonly finishReason: string | null;
  readonly usage: TokenUsage | null;
};

export type ChatCall = {
  readonly model: string;
  readonly turns: readonly ChatTurn[];
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
  /** Asks for a JSON object, where the server can promise one. */
  readonly json?: boolean;
  /** What the server refused before: left out. */
  readonly conceded: ReadonlySet<ChatProfile['concedes'][number]>;
};

/** Streams one chat completion. Errors are the vendor's. */
export async function* streamChat(
  wire: Wire,
  profile: ChatProfile,
  call: ChatCall,
  signal: AbortSignal,
): AsyncGenerator<ChatPiece, void> {
  for await (const event of wire.stream('/chat/completions', chatBody(profile, call), signal)) {
    const refused = refusalOf(event);
    if (refused) throw refused;
    yield toPiece(event, profile);
  }
}

/**
 * Whether the request may be made again without a field that not all models of this provider know; `conceded` then holds
 * what is left out. Only a reply tells that this was what the server refused.
 */
export function concede(
  { code, detail }: AppError,
  { concedes }: ChatProfile,
  conceded: Set<ChatProfile['concedes'][number]>,
): boolean {
  const refusedAsItIs = code === 'MODEL_BAD_REPLY' && (detail === 'HTTP 400' || detail === 'HTTP 422');
  if (!refusedAsItIs || concedes.every((field) => conceded.has(field))) return false;
  for (const field of concedes) conceded.add(field);
  return true;
}

/** The pieces of a call that is watched: its deadlines end it even when the connection hangs. */
export async function* pacedPieces(
  pieces: AsyncGenerator<ChatPiece, void>,
  pacing: Pick<Pacing, 'beat' | 'race'>,
): AsyncGenerator<ChatPiece, void> {
  try {
    for (;;) {
      const { value, done } = await pacing.race(pieces.next());
      if (done) return;
      if (value.text !== '') pacing.beat();
      yield value;
    }
  } finally {
    // Not awaited: a call that hangs is ended by the signal, not by waiting for it.
    pieces.return().catch(() => undefined);
  }
}

/** The body of a request: what the dialect takes, in its words. */
export function chatBody(profile: ChatProfile, call: ChatCall): Readonly<Record<string, unknown>> {
  const { conceded, json, maxTokens, model, seed, temperature, turns } = call;
  const takes = (field: ChatProfile['takes'][number]) => profile.takes.includes(field);
  return {
    model,
    messages: arrangeTurns(turns, profile),
    stream: true,
    ...(profile.usage === 'asked' && !conceded.has('usage') && { stream_options: { include_usage: true } }),
    ...(temperature !== undefined && takes('temperature') && !conceded.has('temperature') && { temperature }),
    ...(maxTokens !== undefined && takes('maxTokens') && { [profile.maxTokensName]: maxTokens }),
    ...(seed !== undefined && takes('seed') && { [profile.seedName]: seed }),
    ...(json && takes('json') && { response_format: { type: 'json_object' } }),
    ...profile.always,
  };
}

const finish = z.object({
  choices: z.array(z.looseObject({ finish_reason: z.string().nullish().catch(null) })).min(1),
});
const tokenCount = z.int().min(0).nullable().catch(null);
const counts = z.object({ prompt_tokens: tokenCount, completion_tokens: tokenCount });
const textPart = z.object({ type: z.literal('text'), text: z.string() });
const delta = z.object({
  choices: z
    .array(z.object({ delta: z.object({ content: z.union([z.string(), z.array(z.unknown())]) }) }))
    .min(1),
});

function toPiece(event: unknown, profile: ChatProfile): ChatPiece {
  const { usage } = fieldsOf(event);
  const counted = counts.safeParse(usage).data;
  return {
    text: textOf(event),
    finishReason: finish.safeParse(event).data?.choices[0]?.finish_reason ?? null,
    usage: counted
      ? {
          promptTokens: counted.prompt_tokens,
          completionTokens: counted.completion_tokens,
          ...profile.spendingOf?.(usage),
        }
      : null,
  };
}

/** Text parts only: tool calls, reasoning and whatever else a server invents have no way in. */
function textOf(event: unknown): string {
  const content = delta.safeParse(event).data?.choices[0]?.delta.content ?? '';
  if (typeof content === 'string') return content;
  return content.map((part) => textPart.safeParse(part).data?.text ?? '').join('');
}

/** `{object: "error", …}`: how some servers say in a stream that it failed. */
function refusalOf(event: unknown): ProviderRefusal | null {
  if (fieldsOf(event)['object'] !== 'error') return null;
  return new ProviderRefusal({ status: statusIn(event) ?? 500, body: event });
}
