import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { Route } from './route.ts';

/**
 * The handshake of CloudEvents webhooks: a sender asks whether it may deliver, and how fast. It is told so whoever it is: what it
 * delivers must be signed.
 */
export const offerEvents: Route = (api) => {
  api.options(
    '/v1/events',
    {
      schema: {
        summary: 'Says that events may be delivered, and how many a minute',
        tags: ['workplace'],
        security: [],
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const origin = request.headers['webhook-request-origin'];
      if (typeof origin === 'string' && /^[\w.:-]{1,253}$/.test(origin))
        reply.header('webhook-allowed-origin', origin);
      return reply
        .header('allow', 'OPTIONS, POST')
        .header('webhook-allowed-rate', String(tunables.workplace.allowedEventsPerMinute))
        .code(204)
        .send(null);
    },
  );
};
