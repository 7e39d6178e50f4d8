import { openAiError, type ProviderFixture, usualChat, usualEmbeddings, usualStatuses } from './fixture.ts';
import { rerankFixtures } from './rerank-fixtures.ts';

/** Any server of the OpenAI wire, as small ones are: no key, any model, everything else as usual. */
export const generic: ProviderFixture = {
  name: 'generic',
  base: '/v1',
  apiKey: null,
  statuses: { ...usualStatuses, 'bad-turns': 400 },
  error: openAiError,
  chat: { ...usualChat, model: null },
  embeddings: { ...usualEmbeddings, model: null, most: 1_000 },
  rerank: rerankFixtures.cohere,
  models: {
    path: '/models',
    body: (contextTokens) => ({
      object: 'list',
      data: ['test-model', 'chat-model', 'embedding-model', 'rerank-model'].map((id) => ({
        id,
        object: 'model',
        meta: { n_ctx: contextTokens },
      })),
    }),
  },
};
