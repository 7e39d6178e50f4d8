import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { Route } from './route.ts';
import { documentParams } from './show-document.ts';

const { min, max, usual } = tunables.limits.pageWidth;

export const showPage: Route = (api, services) => {
  api.get(
    '/v1/documents/:id/pages/:n',
    {
      schema: {
        summary: 'A page of a document as a picture',
        description:
          'Pages of a PDF, or of the rendition of an office document, from 1. Missing where there is none, or none yet.',
        tags: ['documents'],
        params: documentParams.extend({ n: z.coerce.number().int().min(1).max(1_000_000) }),
        querystring: z.strictObject({ width: z.coerce.number().int().min(min).max(max).default(usual) }),
        produces: ['image/png'],
      },
    },
    async (request, reply) => {
      const { id, n } = request.params;
      const page = { number: n, widthPixels: request.query.width };
      const picture = await services.library.drawPage(request.within, id, page);
      return reply
        .header('cache-control', 'private, no-store')
        .header('x-content-type-options', 'nosniff')
        .header('content-disposition', 'inline')
        .type('image/png')
        .send(Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength));
    },
  );
};
