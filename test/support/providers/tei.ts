import { z } from 'zod';
import type { ProviderFixture } from './fixture.ts';
import { rerankFixtures } from './rerank-fixtures.ts';

const types: Readonly<Record<string, string>> = { overloaded: 'Overloaded', batch: 'Validation' };

/** Text Embeddings Inference: `/embed`, `/rerank` and `/info` at the root, batches of 32, errors `{error, error_type}`. */
export const tei: ProviderFixture = {
  name: 'tei',
  base: '',
  apiKey: 'sk-test-key',
  statuses: {
    'bad-key': 401,
    'bad-field': 422,
    batch: 413,
    overloaded: 429,
    upstream: 424,
    'not-found': 404,
  },
  error: ({ kind, echo }) => ({ error: echo, error_type: types[kind] ?? 'Tokenizer' }),
  chat: null,
  embeddings: {
    path: '/embed',
    request: z
      .looseObject({
        inputs: z.union([z.string().transform((text) => [text]), z.array(z.string().min(1)).min(1)]),
        truncate: z.boolean().optional(),
        normalize: z.boolean().optional(),
      })
      .transform(({ inputs, normalize = true }) => ({ texts: inputs, base64: false, normalised: normalize })),
    model: null,
    most: 32,
    reply: (vectors) => vectors.map(({ embedding }) => embedding),
  },
  rerank: rerankFixtures.tei,
  models: {
    path: '/info',
    body: () => ({
      model_id: 'intfloat/multilingual-e5-large',
      max_input_length: 512,
      max_client_batch_size: 32,
    }),
  },
};
