import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { eventResult } from '../../core/contract/event-result.ts';
import { AppError, type ErrorCode, errorTable } from '../../core/errors.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

/** Needs `requireSignature` before it. */
export const receiveEvents: Route = (api, services) => {
  api.post(
    '/v1/events',
    {
      schema: {
        summary: 'Takes events of a workplace',
        description:
          'One CloudEvent, or a list of at most 500 (1 MB), signed as Standard Webhooks wants with a secret of the source. Each event has ' +
          'its own result. Rights and places hold when the reply is given; bytes are fetched afterwards. Schemas: /v1/contract.',
        tags: ['workplace'],
        security: [],
        querystring: z.object({ organisation: z.string(), source: z.string() }),
        response: { 202: z.object({ results: z.array(eventResult) }), ...problems },
      },
    },
    async (request, reply) => {
      const body = parse(request.body as Buffer);
      const isBatch = Array.isArray(body);
      const events = isBatch ? body : [body];
      const most = tunables.workplace.eventsPerDelivery;
      if (events.length > most) throw new AppError('BODY_TOO_LARGE', { detail: `at most ${most} events` });
      const results = await services.receiveEvents(request.source, events);
      const [only] = results;
      // Who sends one event looks at the status alone.
      if (!isBatch && only?.outcome === 'rejected') throw rejection(only);
      return reply.code(202).send({ results });
    },
  );
};

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new AppError('BAD_REQUEST', { cause, detail: 'the body is not JSON' });
  }
}

function rejection({ code, detail }: { code?: string | undefined; detail?: string | undefined }): AppError {
  const known = code !== undefined && code in errorTable ? (code as ErrorCode) : 'EVENT_INVALID';
  return new AppError(known, { ...(detail && { detail }) });
}
