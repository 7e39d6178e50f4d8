import { modelList, type ProviderFixture, usualChat, usualEmbeddings } from './fixture.ts';

/** Ollama: takes any key, keeps the end of a prompt that is too long, and counts what it kept. */
export const ollama: ProviderFixture = {
  name: 'ollama',
  base: '/v1',
  apiKey: null,
  statuses: { 'unknown-model': 404, 'bad-field': 400, overloaded: 503, 'not-found': 404 },
  error: ({ kind, echo }) => ({
    error: {
      message: kind === 'unknown-model' ? `model "${echo}" not found, try pulling it first` : echo,
      type: 'api_error',
      param: null,
      code: null,
    },
  }),
  chat: { ...usualChat, contextTokens: 4_096, overflow: 'cut' },
  embeddings: usualEmbeddings,
  rerank: null,
  models: { path: '/models', body: () => modelList() },
};
