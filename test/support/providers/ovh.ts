import {
  modelList,
  openAiError,
  type ProviderFixture,
  usualChat,
  usualEmbeddings,
  usualStatuses,
} from './fixture.ts';

/** OVHcloud AI Endpoints: answers without a key too, and shows its list of models to everyone. */
export const ovh: ProviderFixture = {
  name: 'ovh',
  base: '/v1',
  apiKey: 'sk-test-key',
  anonymous: true,
  statuses: { ...usualStatuses, 'bad-turns': 400 },
  error: openAiError,
  chat: { ...usualChat, alternates: true },
  embeddings: usualEmbeddings,
  rerank: null,
  models: { path: '/models', open: true, body: () => modelList() },
};
