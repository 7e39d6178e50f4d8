import type { Dialect } from '../dialect.ts';
import { usual, usualChat, usualModels } from './usual.ts';

/** vLLM. Templates of several models want one system turn, then user and assistant in turn. */
export const vllm: Dialect = {
  ...usual,
  name: 'vllm',
  key: 'optional',
  chat: { ...usualChat, alternates: true },
  models: usualModels(['max_model_len']),
  rerank: 'cohere',
  warnings: ['open-routes'],
};
