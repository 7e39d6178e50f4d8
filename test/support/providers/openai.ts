import { z } from 'zod';
import {
  commonFields,
  modelList,
  openAiError,
  type ProviderFixture,
  usualChat,
  usualEmbeddings,
  usualStatuses,
} from './fixture.ts';

const { max_tokens: _, ...fields } = commonFields;

/** OpenAI: its newest models refuse `max_tokens` and every temperature but 1; all unknown arguments are refused. */
export const openai: ProviderFixture = {
  name: 'openai',
  base: '/v1',
  apiKey: 'sk-test-key',
  statuses: { ...usualStatuses, budget: 429, batch: 400 },
  error: openAiError,
  chat: {
    ...usualChat,
    request: z.strictObject({
      ...fields,
      temperature: z.literal(1).optional(),
      max_completion_tokens: z.int().min(1).optional(),
      seed: z.int().optional(),
      stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
      response_format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema']) }).optional(),
    }),
    maxTokensName: 'max_completion_tokens',
  },
  embeddings: { ...usualEmbeddings, most: 2_048 },
  rerank: null,
  models: { path: '/models', body: () => modelList() },
};
