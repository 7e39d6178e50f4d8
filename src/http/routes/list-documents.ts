import { z } from 'zod';
import { nameWords } from '../../core/access/name-words.ts';
import { pageOf, placeIn } from '../cursor.ts';
import { preferredLanguage } from '../language.ts';
import { presentDocument } from '../presenters/present-document.ts';
import { document, folder, label, nameQuery, page, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const querystring = z.strictObject({
  ...page,
  q: nameQuery,
  space: label.max(100).optional(),
  folder: folder.optional(),
});

/** The last document of a page. */
const place = z.strictObject({ path: label, id: z.uuid() });

export const listDocuments: Route = (api, services) => {
  api.get(
    '/v1/documents',
    {
      schema: {
        summary: 'Documents that the caller may read, by path',
        description: '`q`: those whose title or path holds these words.',
        tags: ['documents'],
        querystring,
        response: {
          200: z.object({ documents: z.array(document), nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor, q, space, folder: under } = request.query;
      const after = placeIn(cursor, place);
      const found = await services.library.list(request.within, {
        limit: limit + 1,
        words: nameWords(q),
        ...(space !== undefined && { space }),
        ...(under && { folder: under }),
        ...(after && { after }),
      });
      const { rows, nextCursor } = pageOf(found, limit, ({ path, id }) => ({ path, id }));
      const language = preferredLanguage(request);
      return { documents: rows.map((view) => presentDocument(view, language)), nextCursor };
    },
  );
};
