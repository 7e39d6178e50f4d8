import { z } from 'zod';
import type { Route } from './route.ts';

export const health: Route = (api, services) => {
  api.get(
    '/health/live',
    {
      schema: {
        summary: 'The process runs',
        tags: ['operations'],
        response: { 200: z.object({ status: z.string() }) },
      },
    },
    async () => ({ status: 'ok' }),
  );
  const state = z.object({ status: z.enum(['ok', 'unavailable']), troubles: z.array(z.string()) });
  api.get(
    '/health/ready',
    {
      schema: {
        summary: 'All parts answer; the names of those that do not otherwise',
        tags: ['operations'],
        response: { 200: state, 503: state },
      },
    },
    async (_request, reply) => {
      const troubles = [...(await services.health.troubles())];
      const status = troubles.length === 0 ? 'ok' : 'unavailable';
      return reply.code(troubles.length === 0 ? 200 : 503).send({ status, troubles });
    },
  );
};
