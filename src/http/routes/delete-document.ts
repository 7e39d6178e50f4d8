import { z } from 'zod';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';
import { documentParams } from './show-document.ts';

export const deleteDocument: Route = (api, services) => {
  api.delete(
    '/v1/documents/:id',
    {
      schema: {
        summary: 'Removes a document that the caller added',
        tags: ['documents'],
        params: documentParams,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.library.remove(request.within, request.params.id);
      return reply.code(204).send(null);
    },
  );
};
