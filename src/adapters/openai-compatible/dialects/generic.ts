import type { Dialect } from '../dialect.ts';
import { usual, usualChat, usualModels } from './usual.ts';

/** Any other server that speaks the OpenAI wire, such as llama.cpp: asked carefully, believed after a test. */
export const generic: Dialect = {
  ...usual,
  name: 'generic',
  key: 'optional',
  chat: { ...usualChat, alternates: true, concedes: ['usage'] },
  models: usualModels([
    'max_model_len',
    'max_context_length',
    'context_length',
    'context_window',
    'meta.n_ctx',
  ]),
  rerank: 'cohere',
  warnings: ['fields-probed'],
};
