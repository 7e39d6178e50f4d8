import { z } from 'zod';
import { serviceScopes } from '../../core/access/service-key.ts';
import { presentServiceKey } from '../presenters/present-service-key.ts';
import { label, problems, typedText } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];
const scopes = z.array(z.enum(serviceScopes));

const shown = {
  id: z.string(),
  name: z.string(),
  scopes,
  source: z.string().nullable(),
  state: z.enum(['live', 'expired', 'revoked']),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
};

/** What a key is asked for with, over HTTP and at the command line. */
export const serviceKeyBody = z.strictObject({
  name: typedText.pipe(z.string().max(100)),
  scopes: scopes.min(1).max(serviceScopes.length),
  source: label.max(200).nullable().default(null),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});

export const listServiceKeys: Route = (api, services) => {
  api.get(
    '/v1/admin/service-keys',
    {
      schema: {
        summary: 'Keys of programs, the latest first, without the keys themselves',
        tags,
        response: { 200: z.object({ keys: z.array(z.object(shown)) }), ...problems },
      },
    },
    async (request) => {
      const keys = await services.serviceKeys.list(request.within.org);
      return { keys: keys.map((key) => presentServiceKey(key)) };
    },
  );
};

export const addServiceKey: Route = (api, services) => {
  api.post(
    '/v1/admin/service-keys',
    {
      schema: {
        summary: 'Makes a key for a program of the workplace',
        description:
          '`key` is shown this once. It ends after a year, or at `expiresAt`, at most two years from now. With `source` it may ' +
          'name ids of that source alone.',
        tags,
        body: serviceKeyBody,
        response: { 201: z.object({ ...shown, key: z.string() }), ...problems },
      },
    },
    async (request, reply) => {
      const { expiresAt, ...wanted } = request.body;
      const { key, ...added } = await services.serviceKeys.add(
        request.within.org,
        { ...wanted, ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }) },
        request.person.id,
      );
      return reply
        .code(201)
        .header('cache-control', 'private, no-store')
        .send({ ...presentServiceKey(added), key });
    },
  );
};

export const revokeServiceKey: Route = (api, services) => {
  api.delete(
    '/v1/admin/service-keys/:id',
    {
      schema: {
        summary: 'Ends a key: its next request is refused',
        tags,
        params: z.object({ id: z.string() }),
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.serviceKeys.revoke(request.within.org, request.params.id, request.person.id);
      return reply.code(204).send(null);
    },
  );
};
