import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { Services } from '../services.ts';
import type { Route } from './route.ts';
import { documentParams } from './show-document.ts';

const { min, max, usual } = tunables.limits.pageWidth;

/** Which page, and how wide its picture is. */
export const pageNumber = z.coerce.number().int().min(1).max(1_000_000);
export const pageQuery = z.strictObject({
  width: z.coerce.number().int().min(min).max(max).default(usual),
});

export const showPage: Route = (api, services) => {
  api.get(
    '/v1/documents/:id/pages/:n',
    {
      schema: {
        summary: 'A page of a document as a picture',
        description:
          'Pages of a PDF, or of the rendition of an office document, from 1. Missing where there is none, or none yet.',
        tags: ['documents'],
        params: documentParams.extend({ n: pageNumber }),
        querystring: pageQuery,
        produces: ['image/png'],
      },
    },
    (request, reply) => {
      const { id, n } = request.params;
      return sendPage(services, request, reply, { id, number: n, widthPixels: request.query.width });
    },
  );
};

/** Replies with the picture of a page. */
export async function sendPage(
  { library }: Pick<Services, 'library'>,
  { within }: Pick<FastifyRequest, 'within'>,
  reply: Pick<FastifyReply, 'header' | 'type' | 'send'>,
  { id, ...page }: { readonly id: string; readonly number: number; readonly widthPixels: number },
): Promise<unknown> {
  const picture = await library.drawPage(within, id, page);
  reply
    .header('cache-control', 'private, no-store')
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', 'inline')
    .type('image/png');
  return reply.send(Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength));
}
