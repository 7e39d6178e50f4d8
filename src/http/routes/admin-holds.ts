import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { presentHold } from '../presenters/present-hold.ts';
import { label, problems, typedText } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];
const subject = z.strictObject({ kind: z.enum(['person', 'document']), id: label.max(200) });

const hold = z.object({
  id: z.string(),
  subject,
  reason: z.string(),
  placedBy: z.string().nullable().meta({ description: 'null: the operator.' }),
  placedAt: z.iso.datetime(),
  releasedBy: z.string().nullable(),
  releasedAt: z.iso.datetime().nullable(),
});

export const listHolds: Route = (api, services) => {
  api.get(
    '/v1/admin/holds',
    {
      schema: {
        summary: 'Legal holds that stand, latest first',
        tags,
        querystring: z.strictObject({
          released: z
            .enum(['true', 'false'])
            .default('false')
            .meta({ description: 'Also those that were released.' }),
        }),
        response: { 200: z.object({ holds: z.array(hold) }), ...problems },
      },
    },
    async (request) => {
      const holds = await services.lifecycle.listHolds(request.within, request.query.released === 'true');
      return { holds: holds.map(presentHold) };
    },
  );
};

export const placeHold: Route = (api, services) => {
  api.post(
    '/v1/admin/holds',
    {
      schema: {
        summary: 'Keeps the conversations of a person, or a document, from being destroyed',
        tags,
        body: z.strictObject({
          subject,
          reason: typedText.pipe(z.string().max(tunables.lifecycle.reasonCharacters)),
        }),
        response: { 201: hold, ...problems },
      },
    },
    async (request, reply) => {
      const { subject: held, reason } = request.body;
      return reply
        .code(201)
        .send(presentHold(await services.lifecycle.placeHold(request.within, held, reason)));
    },
  );
};

export const releaseHold: Route = (api, services) => {
  api.delete(
    '/v1/admin/holds/:id',
    {
      schema: {
        summary: 'Releases a legal hold; what was set aside for it goes',
        tags,
        params: z.object({ id: z.string().max(200) }),
        response: { 200: hold, ...problems },
      },
    },
    async (request) => presentHold(await services.lifecycle.releaseHold(request.within, request.params.id)),
  );
};
