import { z } from 'zod';
import { fromCursor, toCursor } from '../cursor.ts';
import { preferredLanguage } from '../language.ts';
import { presentDocument } from '../presenters/present-document.ts';
import { document, label, page, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const querystring = z.strictObject({
  ...page,
  space: label.max(100).optional(),
  folder: z.union([label.max(1_000), z.literal('')]).optional(),
});

/** The last document of a page. */
const place = z.strictObject({ path: label, id: z.uuid() });

export const listDocuments: Route = (api, services) => {
  api.get(
    '/v1/documents',
    {
      schema: {
        summary: 'Documents that the caller may read, by path',
        tags: ['documents'],
        querystring,
        response: {
          200: z.object({ documents: z.array(document), nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor, space, folder } = request.query;
      const views = await services.library.list(request.within, {
        // One more than asked tells whether there is a next page.
        limit: limit + 1,
        ...(space !== undefined && { space }),
        ...(folder && { folder: folder.normalize('NFC').replace(/^\/+|\/+$/g, '') }),
        ...(cursor !== undefined && { after: fromCursor(cursor, place) }),
      });
      const shown = views.slice(0, limit);
      const last = views.length > limit ? shown.at(-1) : undefined;
      return {
        documents: shown.map((view) => presentDocument(view, preferredLanguage(request))),
        nextCursor: last ? toCursor({ path: last.path, id: last.id }) : null,
      };
    },
  );
};
