import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { DialectName } from '../../../src/core/providers/provider.ts';
import type { RerankFixture } from './rerank-fixtures.ts';

/** What a provider refuses a request for. */
export type RefusalKind =
  | 'bad-key'
  | 'unknown-model'
  | 'bad-field'
  | 'bad-turns'
  | 'too-long'
  | 'rate'
  | 'budget'
  | 'overloaded'
  /** A gateway whose own model server does not answer. */
  | 'upstream'
  | 'batch'
  | 'not-found';

/** What a refusal is about; a server repeats it, as vendors do. */
export type RefusalAbout = {
  readonly kind: RefusalKind;
  readonly status: number;
  readonly echo: string;
  /** Path of the field that was refused. */
  readonly field: readonly PropertyKey[];
  /** Refusals before this one, for servers that have several ways to say the same. */
  readonly nth: number;
};

export type Turn = { readonly role: string; readonly content: string };
export type Tokens = { readonly prompt: number; readonly completion: number };

/** One provider as its servers speak, from its documentation, its source or what was seen of it. */
export type ProviderFixture = {
  readonly name: DialectName;
  /** Path of the base URL. */
  readonly base: '' | '/v1' | '/v2';
  /** The key that it takes from the start; `null`: it looks at none. */
  readonly apiKey: string | null;
  /** Whether it answers without any key, which is not to take every key. */
  readonly anonymous?: boolean;
  /** Statuses of what it refuses; it never refuses for what is absent. */
  readonly statuses: Readonly<Partial<Record<RefusalKind, number>>>;
  error(about: RefusalAbout): unknown;
  readonly retryAfter?: Readonly<Partial<Record<RefusalKind, string>>>;
  readonly chat: ChatFixture | null;
  readonly embeddings: EmbeddingsFixture | null;
  readonly rerank: RerankFixture | null;
  /** Path below the base and reply of its list of models; `open`: without a key. */
  readonly models: {
    readonly path: string;
    readonly open?: boolean;
    body(contextTokens: number): unknown;
  } | null;
};

export type ChatFixture = {
  /** What a request may hold: strict where the server refuses other fields. */
  readonly request: z.ZodType;
  readonly maxTokensName: 'max_tokens' | 'max_completion_tokens';
  /** `null`: it serves one model, whatever the name. */
  readonly model: string | null;
  readonly usage: 'asked' | 'always';
  /** Whether the usage stands in an event of its own or in the one that ends the text. */
  readonly usageIn: 'own-event' | 'last-chunk';
  usageOf(tokens: Tokens): unknown;
  /** Whether its templates refuse a system turn, and two turns of a role in a row. */
  readonly system: boolean;
  readonly alternates: boolean;
  readonly contextTokens: number;
  /** What becomes of a prompt that is longer than its context. */
  readonly overflow: 'refused' | 'cut';
  /** An error inside a stream. */
  streamError(status: number | undefined, echo: string): unknown;
};

export type EmbeddingsFixture = {
  readonly path: string;
  readonly request: z.ZodType<{
    readonly model?: string | undefined;
    readonly texts: readonly string[];
    readonly base64: boolean;
    readonly normalised?: boolean | undefined;
  }>;
  readonly model: string | null;
  readonly most: number;
  reply(vectors: readonly { readonly index: number; readonly embedding: unknown }[]): unknown;
};

const turn = z.looseObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

/** Fields that every chat server takes. */
export const commonFields = {
  model: z.string().min(1),
  messages: z.array(turn).min(1),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().min(1).optional(),
};

/** A chat server that ignores what it does not know, as most do. */
export const usualChat: ChatFixture = {
  request: z.looseObject({
    ...commonFields,
    seed: z.int().optional(),
    stream_options: z.object({ include_usage: z.boolean() }).optional(),
    response_format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema']) }).optional(),
  }),
  maxTokensName: 'max_tokens',
  model: 'chat-model',
  usage: 'asked',
  usageIn: 'own-event',
  usageOf: ({ prompt, completion }) => ({
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  }),
  system: true,
  alternates: false,
  contextTokens: 8_192,
  overflow: 'refused',
  streamError: (status, echo) => ({ error: { message: echo, type: 'vendor', code: status ?? null } }),
};

export const usualEmbeddings: EmbeddingsFixture = {
  path: '/embeddings',
  request: z
    .looseObject({
      model: z.string().min(1),
      input: z.union([z.string().transform((text) => [text]), z.array(z.string()).min(1)]),
      encoding_format: z.enum(['float', 'base64']).optional(),
    })
    .transform(({ model, input, encoding_format }) => ({
      model,
      texts: input,
      base64: encoding_format === 'base64',
    })),
  model: 'embedding-model',
  most: 32,
  reply: (vectors) => ({
    object: 'list',
    model: 'embedding-model',
    data: vectors.map((vector) => ({ object: 'embedding', ...vector })),
    usage: { prompt_tokens: 3, total_tokens: 3 },
  }),
};

export const usualStatuses: ProviderFixture['statuses'] = {
  'bad-key': 401,
  'unknown-model': 404,
  'bad-field': 400,
  'too-long': 400,
  rate: 429,
  overloaded: 503,
  batch: 413,
  'not-found': 404,
};

/** OpenAI's words, which most servers took over. */
export const openAiError: ProviderFixture['error'] = ({ kind, status, echo }) => ({
  error: {
    message: echo,
    type: status === 429 ? 'rate_limit' : 'invalid_request_error',
    param: null,
    code: codes[kind] ?? null,
  },
});

const codes: Readonly<Partial<Record<RefusalKind, string>>> = {
  'bad-key': 'invalid_api_key',
  'unknown-model': 'model_not_found',
  'too-long': 'context_length_exceeded',
  rate: 'rate_limit_exceeded',
  budget: 'insufficient_quota',
};

/** The names of all that the test servers serve. */
export const modelNames = {
  chat: 'chat-model',
  embeddings: 'embedding-model',
  rerank: 'rerank-model',
} as const;

export function modelList(fields: (id: string) => object = () => ({})): unknown {
  const data = Object.values(modelNames).map((id) => ({
    id,
    object: 'model',
    owned_by: 'test',
    ...fields(id),
  }));
  return { object: 'list', data };
}

/** Whether the request may come in. */
export function admits(
  { anonymous = false }: Pick<ProviderFixture, 'anonymous'>,
  apiKey: string | null,
  { authorization = '' }: IncomingHttpHeaders,
): boolean {
  const key = authorization.replace(/^Bearer\s*/, '');
  return apiKey === null || key === apiKey || (anonymous && key === '');
}
