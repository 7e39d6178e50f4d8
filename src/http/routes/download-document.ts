import type { FastifyReply, FastifyRequest } from 'fastify';
import { rangeOf } from '../byte-range.ts';
import { attachment } from '../content-disposition.ts';
import type { Services } from '../services.ts';
import type { Route } from './route.ts';
import { documentParams } from './show-document.ts';

export const downloadDocument: Route = (api, services) => {
  api.get(
    '/v1/documents/:id/content',
    {
      schema: {
        summary: 'The file itself, always as an attachment (R46)',
        description: 'The header `Range` may ask for a part of it.',
        tags: ['documents'],
        params: documentParams,
        produces: ['application/octet-stream'],
      },
    },
    (request, reply) => sendContent(services, request, reply, request.params.id),
  );
};

/** Replies with the file of a document, or with the range of it that was asked for. */
export async function sendContent(
  { library }: Pick<Services, 'library'>,
  request: Pick<FastifyRequest, 'within' | 'headers'>,
  reply: Pick<FastifyReply, 'code' | 'header' | 'type' | 'send'>,
  id: string,
): Promise<unknown> {
  const choose = (bytes: number) => rangeOf(request.headers.range, bytes);
  const { document, stream, bytes, range } = await library.content(request.within, id, choose);
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${bytes}`);
  reply
    .header('content-disposition', attachment(document.path.slice(document.path.lastIndexOf('/') + 1)))
    .header('content-length', range ? range.end - range.start + 1 : bytes)
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, no-store')
    .type('application/octet-stream');
  return reply.send(stream);
}
