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
        summary:
          'All parts that questions need answer; the names of those that do not, queue, files and a full disk among them',
        tags: ['operations'],
        response: { 200: state, 503: state },
      },
    },
    async (_request, reply) => {
      const troubles = [...(await services.health.troubles())];
      // Without these, questions are answered all the same: what comes in waits in the outbox, files are shown later, what is there can be read.
      const isAble = troubles.every((name) => ['queue', 'blobs', 'disk'].includes(name));
      return reply.code(isAble ? 200 : 503).send({ status: isAble ? 'ok' : 'unavailable', troubles });
    },
  );
};
