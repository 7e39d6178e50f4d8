import { attachment } from '../content-disposition.ts';
import type { Route } from './route.ts';
import { documentParams } from './show-document.ts';

export const downloadDocument: Route = (api, services) => {
  api.get(
    '/v1/documents/:id/content',
    {
      schema: {
        summary: 'The file itself, always as an attachment (R46)',
        tags: ['documents'],
        params: documentParams,
        produces: ['application/octet-stream'],
      },
    },
    async (request, reply) => {
      const { document, stream, bytes } = await services.library.content(request.within, request.params.id);
      return reply
        .header('content-disposition', attachment(document.path.slice(document.path.lastIndexOf('/') + 1)))
        .header('content-length', bytes)
        .header('cache-control', 'private, no-store')
        .type('application/octet-stream')
        .send(stream);
    },
  );
};
