import { modelList, type ProviderFixture, usualChat, usualEmbeddings, usualStatuses } from './fixture.ts';

/** Scaleway: an unknown model is a 422, and an overload may come inside a stream that began with 200. */
export const scaleway: ProviderFixture = {
  name: 'scaleway',
  base: '/v1',
  apiKey: 'sk-test-key',
  statuses: { ...usualStatuses, 'bad-key': 403, 'unknown-model': 422, 'bad-turns': 400 },
  error: ({ kind, status, echo }) =>
    kind === 'unknown-model'
      ? { object: 'error', message: 'Model Not Found', detail: echo, status }
      : kind === 'too-long'
        ? { error: { message: `This model's maximum context length is 8192 tokens. ${echo}`, code: 400 } }
        : { error: { message: echo, type: 'vendor', code: status } },
  chat: { ...usualChat, alternates: true },
  embeddings: usualEmbeddings,
  rerank: null,
  models: { path: '/models', body: () => modelList() },
};
