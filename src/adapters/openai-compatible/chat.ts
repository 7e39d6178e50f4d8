import { z } from 'zod';
import type { ModelServer } from '../../../config/env.ts';
import type { ChatTurn, TokenUsage } from '../../ports/language-model.ts';
import { placeholderKey } from './provider-fetch.ts';

/** What is read of a provider's stream: text, why it ended, what it cost. All else is left where it is (R44). */
export type ChatPiece = {
  readonly text: string;
  readonly finishReason: string | null;
  readonly usage: TokenUsage | null;
};

export type ChatCall = {
  readonly signal: AbortSignal;
  readonly temperature?: number;
  readonly maxTokens?: number;
  /** Asks for the usage at the end of the stream; some servers refuse the field. */
  readonly askUsage: boolean;
};

/** LangChain's model of the OpenAI wire with its messages, loaded once at the first question: it takes half a second. */
export async function loadChatLibrary() {
  const [{ ChatOpenAICompletions }, messages] = await Promise.all([
    import('@langchain/openai'),
    import('@langchain/core/messages'),
  ]);
  return { ChatOpenAICompletions, ...messages };
}

export type ChatLibrary = Awaited<ReturnType<typeof loadChatLibrary>>;

/** Streams one chat completion. Errors are the vendor's. */
export async function* streamChat(
  library: ChatLibrary,
  server: ModelServer,
  fetch: typeof globalThis.fetch,
  turns: readonly ChatTurn[],
  call: ChatCall,
): AsyncGenerator<ChatPiece, void> {
  const { AIMessage, AIMessageChunk, ChatOpenAICompletions, HumanMessage, SystemMessage } = library;
  const chat = new ChatOpenAICompletions({
    model: server.model,
    apiKey: server.apiKey ?? placeholderKey,
    maxRetries: 0,
    streamUsage: call.askUsage,
    ...(call.temperature !== undefined && { temperature: call.temperature }),
    ...(call.maxTokens !== undefined && { maxTokens: call.maxTokens }),
    // The library's log would print requests when the environment asks for it.
    configuration: { baseURL: server.baseUrl, fetch, logLevel: 'off' },
  });
  // Text parts only: tool calls, reasoning and whatever else a server invents have no way in.
  Object.assign(chat, {
    _convertCompletionsDeltaToBaseMessageChunk: (delta: unknown) => new AIMessageChunk(textOf(delta)),
  });
  const message = { system: SystemMessage, user: HumanMessage, assistant: AIMessage };
  const messages = turns.map(({ role, content }) => new message[role](content));
  // Not `stream()`: that one attaches a tracer or prints the prompt when the environment says so.
  for await (const chunk of chat._streamResponseChunks(messages, { signal: call.signal })) {
    const finish = finishReason.safeParse(chunk.generationInfo);
    const usage = usageMetadata.safeParse(chunk.message);
    yield {
      text: chunk.text,
      finishReason: finish.success ? finish.data.finish_reason : null,
      usage: usage.success
        ? {
            promptTokens: usage.data.usage_metadata.input_tokens,
            completionTokens: usage.data.usage_metadata.output_tokens,
          }
        : null,
    };
  }
}

const finishReason = z.object({ finish_reason: z.string() });
const tokenCount = z.int().min(0).nullable().catch(null);
const usageMetadata = z.object({
  usage_metadata: z.object({ input_tokens: tokenCount, output_tokens: tokenCount }),
});
const textPart = z.object({ type: z.literal('text'), text: z.string() });
const content = z.object({ content: z.union([z.string(), z.array(z.unknown())]) });

function textOf(delta: unknown): string {
  const parsed = content.safeParse(delta);
  if (!parsed.success) return '';
  if (typeof parsed.data.content === 'string') return parsed.data.content;
  return parsed.data.content
    .map((part) => textPart.safeParse(part))
    .map((part) => (part.success ? part.data.text : ''))
    .join('');
}
