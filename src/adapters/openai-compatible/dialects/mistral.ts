import type { ChatProfile, Dialect } from '../dialect.ts';
import { says } from '../refusal.ts';
import { usual, usualChat, usualModels } from './usual.ts';

/** Every field that it does not know is a 422 (`extra_forbidden`), `stream_options` among them; usage comes by itself. */
export const mistralChat: ChatProfile = {
  ...usualChat,
  seedName: 'random_seed',
  usage: 'always',
  alternates: true,
};

/** La Plateforme. A refusal comes in three shapes; the detail is an object, or an object written as a text. */
export const mistral: Dialect = {
  ...usual,
  name: 'mistral',
  usualBaseUrl: 'https://api.mistral.ai/v1',
  chat: mistralChat,
  models: usualModels(['max_context_length']),
  causeOf({ status, body }) {
    if (status === 400 && says(body, /invalid_model|^Invalid model/)) return 'no-such-model';
    if ((status === 400 || status === 422) && says(body, /too large for model/)) return 'too-long';
    return null;
  },
};
