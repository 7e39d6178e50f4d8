import type { Dialect } from '../dialect.ts';
import { says } from '../refusal.ts';
import { usual, usualChat, usualModels } from './usual.ts';

/** Text Generation Inference: one model, under whatever name. Refusals are `{error, error_type}`. */
export const tgi: Dialect = {
  ...usual,
  name: 'tgi',
  key: 'optional',
  chat: {
    ...usualChat,
    // Its `json_object` wants a schema.
    takes: ['temperature', 'maxTokens', 'seed'],
    // Templates of the models that it mostly serves refuse a system role.
    system: 'first-user-turn',
    alternates: true,
  },
  models: { ...usualModels(), anyName: true },
  embeddings: null,
  causeOf({ status, body }) {
    if (status === 422 && says(body, /tokens.*must be <=/)) return 'too-long';
    if (status === 424 || says(body, /^overloaded$/)) return 'busy';
    return null;
  },
};
