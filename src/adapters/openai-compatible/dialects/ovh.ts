import type { Dialect } from '../dialect.ts';
import { usual, usualChat } from './usual.ts';

/** OVHcloud AI Endpoints. It also answers without a key: a missing one is caught before the call. */
export const ovh: Dialect = {
  ...usual,
  name: 'ovh',
  usualBaseUrl: 'https://oai.endpoints.kepler.ai.cloud.ovh.net/v1',
  chat: { ...usualChat, alternates: true },
  warnings: ['anonymous-access', 'models-disappear'],
};
