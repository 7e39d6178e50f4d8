import type { Dialect } from '../dialect.ts';
import { mistral, mistralChat } from './mistral.ts';

/**
 * Mistral's models on a machine of one's own at Outscale. Strict as La Plateforme, without what belongs to the hosted
 * service; as documented, plain http and no key.
 */
export const outscale: Dialect = {
  ...mistral,
  name: 'outscale',
  usualBaseUrl: null,
  key: 'optional',
  chat: { ...mistralChat, takes: ['temperature', 'maxTokens', 'seed'] },
  embeddings: null,
};
