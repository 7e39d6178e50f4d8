import { z } from 'zod';
import { sendContent } from './download-document.ts';
import type { Route } from './route.ts';
import { pageNumber, pageQuery, sendPage } from './show-page.ts';

const linkParams = z.object({ link: z.string() });

export const linkedContent: Route = (api, services) => {
  api.get(
    '/v1/links/:link/content',
    {
      schema: {
        summary: 'The file that a link is for, always as an attachment',
        tags: ['documents'],
        params: linkParams,
        security: [],
        produces: ['application/octet-stream'],
      },
    },
    (request, reply) => sendContent(services, request, reply, request.linked.id),
  );
};

export const linkedPage: Route = (api, services) => {
  api.get(
    '/v1/links/:link/pages/:n',
    {
      schema: {
        summary: 'A page of the document that a link is for, as a picture',
        tags: ['documents'],
        params: linkParams.extend({ n: pageNumber }),
        querystring: pageQuery,
        security: [],
        produces: ['image/png'],
      },
    },
    (request, reply) => {
      const page = { number: request.params.n, widthPixels: request.query.width };
      return sendPage(services, request, reply, { id: request.linked.id, ...page });
    },
  );
};
