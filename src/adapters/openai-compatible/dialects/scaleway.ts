import type { Dialect } from '../dialect.ts';
import { says } from '../refusal.ts';
import { usual, usualChat } from './usual.ts';

/** Scaleway's Generative APIs and dedicated deployments. An overload can come as an error in a stream that began with 200. */
export const scaleway: Dialect = {
  ...usual,
  name: 'scaleway',
  usualBaseUrl: 'https://api.scaleway.ai/v1',
  chat: { ...usualChat, alternates: true },
  causeOf: ({ status, body }) => (status === 422 && says(body, /Model Not Found/i) ? 'no-such-model' : null),
};
