import { z } from 'zod';
import { sourceId, sourceInput } from '../../core/workplace/manage-sources.ts';
import { presentSource } from '../presenters/present-source.ts';
import { label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const progress = z.object({
  heardAt: z.string().nullable(),
  maxSequence: z.int(),
  announcedSequence: z.int(),
  applied: z.int(),
  duplicates: z.int(),
  stale: z.int(),
  rejected: z.int(),
});
const source = z.object({
  id: z.string(),
  title: z.string(),
  tenant: z.string(),
  directory: z.boolean(),
  mode: z.enum(['push', 'pull']),
  exportUrl: z.string().nullable(),
  contentOrigins: z.array(z.string()),
  receiptsUrl: z.string().nullable(),
  lateCheckUrl: z.string().nullable(),
  enabled: z.boolean(),
  progress,
});
const params = z.object({ id: label.max(200) });
const secret = z
  .string()
  .nullable()
  .meta({ description: 'Signs deliveries; given this once, when it was made.' });

export const listSources: Route = (api, services) => {
  api.get(
    '/v1/admin/sources',
    {
      schema: {
        summary: 'Workplaces that speak for documents of the organisation, and how far each has come',
        tags: ['administration'],
        response: { 200: z.object({ sources: z.array(source) }), ...problems },
      },
    },
    async (request) => ({ sources: (await services.sources.list(request.within)).map(presentSource) }),
  );
};

export const saveSource: Route = (api, services) => {
  api.put(
    '/v1/admin/sources/:id',
    {
      schema: {
        summary: 'Adds a source, or changes what is given of it',
        tags: ['administration'],
        params: z.object({ id: sourceId }),
        body: sourceInput,
        response: { 200: z.object({ source, secret }), ...problems },
      },
    },
    async (request) => {
      const saved = await services.sources.save(request.within, request.params.id, request.body);
      return { source: presentSource(saved.source), secret: saved.secret };
    },
  );
};

export const renewSourceSecret: Route = (api, services) => {
  api.post(
    '/v1/admin/sources/:id/secrets',
    {
      schema: {
        summary: 'Gives a source another secret; the one before goes on counting unless `only`',
        tags: ['administration'],
        params,
        body: z.strictObject({ only: z.boolean().default(false) }),
        response: { 201: z.object({ secret: z.string() }), ...problems },
      },
    },
    async (request, reply) => {
      const renewed = await services.sources.renewSecret(request.within, request.params.id, request.body);
      return reply.code(201).send({ secret: renewed });
    },
  );
};

export const removeSource: Route = (api, services) => {
  api.delete(
    '/v1/admin/sources/:id',
    {
      schema: {
        summary: 'Removes a source with all its documents',
        tags: ['administration'],
        params,
        response: { 200: z.object({ documents: z.int() }), ...problems },
      },
    },
    async (request) => ({ documents: await services.sources.remove(request.within, request.params.id) }),
  );
};
