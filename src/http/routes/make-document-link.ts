import { z } from 'zod';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';
import { documentParams } from './show-document.ts';

export const makeDocumentLink: Route = (api, services) => {
  api.post(
    '/v1/documents/:id/links',
    {
      schema: {
        summary: 'A link to a document for viewers that cannot send a header',
        description:
          'For the version that stands now, for the caller, in their session, for some minutes; rights are asked again whenever it ' +
          'is used. One that is made with the cookie of a browser opens nothing without it.',
        tags: ['documents'],
        params: documentParams,
        response: {
          201: z.object({
            content: z.string().describe('address of the file itself'),
            page: z
              .string()
              .nullable()
              .describe('address of pages as pictures: replace {n}, from 1; null: it has none'),
            pages: z.int().min(0),
            expiresAt: z.iso.datetime(),
          }),
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { authorization } = request.headers;
      const credentials = { authorization: request.credentials, byCookie: authorization === undefined };
      const made = await services.library.makeLink(request.within, credentials, request.params.id);
      const address = `/v1/links/${made.link}`;
      return reply
        .code(201)
        .header('cache-control', 'private, no-store')
        .send({
          content: `${address}/content`,
          page: made.pages > 0 ? `${address}/pages/{n}` : null,
          pages: made.pages,
          expiresAt: made.expiresAt.toISOString(),
        });
    },
  );
};
