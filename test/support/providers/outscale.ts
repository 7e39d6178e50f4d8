import { z } from 'zod';
import { commonFields, type ProviderFixture, usualChat, usualStatuses } from './fixture.ts';
import { mistralError } from './mistral.ts';

/** A machine with Mistral's model at Outscale: looks at no key, refuses what belongs to the hosted service. */
export const outscale: ProviderFixture = {
  name: 'outscale',
  base: '/v1',
  apiKey: null,
  statuses: { ...usualStatuses, 'unknown-model': 400, 'bad-field': 422, 'bad-turns': 400 },
  error: mistralError,
  chat: {
    ...usualChat,
    request: z.strictObject({ ...commonFields, random_seed: z.int().optional() }),
    usage: 'always',
    usageIn: 'last-chunk',
    alternates: true,
  },
  embeddings: null,
  rerank: null,
  models: {
    path: '/models',
    body: () => ({ object: 'list', data: [{ id: 'chat-model', object: 'model' }] }),
  },
};
