import { z } from 'zod';
import {
  commonFields,
  modelList,
  type ProviderFixture,
  type RefusalAbout,
  usualChat,
  usualEmbeddings,
  usualStatuses,
} from './fixture.ts';
import { rerankFixtures } from './rerank-fixtures.ts';

const words: Readonly<Partial<Record<RefusalAbout['kind'], string>>> = {
  'bad-key': 'Invalid API key.',
  budget: 'Insufficient budget.',
  upstream: 'Model provider not reachable.',
  'unknown-model': 'Model not found.',
  'too-long': 'Max tokens exceeded.',
};

/** Albert API (OpenGateLLM): every refusal is `{detail}`; cost and energy come with the tokens. */
export const albert: ProviderFixture = {
  name: 'albert',
  base: '/v1',
  apiKey: 'sk-test-key',
  statuses: {
    ...usualStatuses,
    'bad-key': 403,
    budget: 400,
    'bad-field': 422,
    'too-long': 422,
    'bad-turns': 400,
    upstream: 424,
  },
  retryAfter: { overloaded: '10' },
  error: ({ kind, field, echo }) =>
    kind === 'bad-field'
      ? { detail: [{ type: 'value_error', loc: ['body', ...field], msg: 'Value error', input: echo }] }
      : { detail: words[kind] ?? echo },
  chat: {
    ...usualChat,
    request: z.looseObject({ ...commonFields, tool_choice: z.literal('none') }),
    alternates: true,
    usageOf: (tokens) => ({
      ...(usualChat.usageOf(tokens) as object),
      cost: 0.0021,
      carbon: { kWh: { min: 0.25, max: 0.75 }, kgCO2eq: { min: 0.00001, max: 0.00002 } },
    }),
  },
  embeddings: usualEmbeddings,
  rerank: rerankFixtures.albert,
  models: {
    path: '/models',
    body: (contextTokens) =>
      modelList(() => ({
        type: 'text-generation',
        max_context_length: contextTokens,
        aliases: ['albert-large'],
      })),
  },
};

/** A gateway that was not brought up to date since 2025: rerank in other words. */
export const albertOf2025: ProviderFixture = { ...albert, rerank: rerankFixtures['albert-v1'] };
