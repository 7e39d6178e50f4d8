import { type ProviderFixture, usualChat } from './fixture.ts';

const types: Readonly<Record<string, string>> = {
  overloaded: 'overloaded',
  rate: 'overloaded',
  'bad-turns': 'template_error',
};

/** Text Generation Inference: one model, whose template knows no system role; errors are `{error, error_type}`. */
export const tgi: ProviderFixture = {
  name: 'tgi',
  base: '/v1',
  apiKey: 'sk-test-key',
  statuses: {
    'bad-key': 401,
    'bad-field': 422,
    'bad-turns': 422,
    'too-long': 422,
    overloaded: 429,
    upstream: 424,
    'not-found': 404,
  },
  error: ({ kind, echo }) => ({
    error:
      kind === 'too-long'
        ? `Input validation error: \`inputs\` tokens + \`max_new_tokens\` must be <= 8192. Given: 9000. ${echo}`
        : kind === 'overloaded'
          ? 'Model is overloaded'
          : echo,
    error_type: types[kind] ?? 'validation',
  }),
  chat: {
    ...usualChat,
    model: null,
    system: false,
    alternates: true,
    streamError: (_, echo) => ({ error: echo, error_type: 'generation' }),
  },
  embeddings: null,
  rerank: null,
  models: {
    path: '/models',
    body: () => ({ object: 'list', data: [{ id: 'org/model-7b', object: 'model' }] }),
  },
};
