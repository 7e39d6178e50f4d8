import { modelList, type ProviderFixture, usualChat, usualEmbeddings, usualStatuses } from './fixture.ts';
import { rerankFixtures } from './rerank-fixtures.ts';

/** vLLM: an error is an object `error`, its template wants turns that alternate, too long a prompt is a 400. */
export const vllm: ProviderFixture = {
  name: 'vllm',
  base: '/v1',
  apiKey: 'sk-test-key',
  statuses: { ...usualStatuses, 'bad-turns': 400 },
  error({ kind, status, echo }) {
    if (kind === 'bad-key') return { error: 'Unauthorized' };
    const message = {
      'too-long': `This model's maximum context length is 8192 tokens. However, your messages resulted in 9000. ${echo}`,
      'unknown-model': `The model does not exist. ${echo}`,
      'bad-turns': `Conversation roles must alternate user/assistant/user/assistant/... ${echo}`,
    }[kind as string];
    return { object: 'error', message: message ?? echo, type: 'BadRequestError', param: null, code: status };
  },
  chat: {
    ...usualChat,
    alternates: true,
    streamError: (status, echo) => ({
      object: 'error',
      message: echo,
      type: 'InternalServerError',
      code: status ?? 500,
    }),
  },
  embeddings: usualEmbeddings,
  rerank: rerankFixtures.cohere,
  models: { path: '/models', body: (contextTokens) => modelList(() => ({ max_model_len: contextTokens })) },
};
