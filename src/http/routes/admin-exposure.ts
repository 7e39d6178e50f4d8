import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { pageOf, placeIn } from '../cursor.ts';
import { presentExposedDocument, presentExposure } from '../presenters/present-exposure.ts';
import { label, page, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const threshold = z.coerce
  .number()
  .min(0)
  .max(1)
  .default(tunables.exposure.threshold)
  .meta({ description: 'Share of the people of the organisation above which a document is exposed.' });
const query = { threshold, space: label.max(100).optional() };

const summary = z.object({
  threshold: z.number(),
  people: z.int(),
  guests: z.int(),
  spaces: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      assistantEnabled: z.boolean(),
      people: z.int().meta({ description: 'Who may read something of it.' }),
      documents: z.int(),
      unread: z.int().meta({ description: 'Their mentions are not known.' }),
      aboveThreshold: z.int(),
      openToGuests: z.int(),
      exposed: z.int().meta({ description: 'Above the threshold or open to guests.' }),
      sensitive: z.int().meta({ description: 'Exposed ones that carry a mention of sensitivity.' }),
      owners: z.array(z.object({ user: z.string().nullable(), documents: z.int() })),
    }),
  ),
});

const document = z.object({
  id: z.string(),
  space: z.string(),
  title: z.string(),
  path: z.string(),
  people: z.int(),
  guests: z.int(),
  sensitive: z.boolean(),
  owner: z.string().nullable(),
});

/** The last document of a page; cursors hold texts. */
const place = z.strictObject({
  id: z.uuid(),
  people: z.coerce.number().int().min(0),
  guests: z.coerce.number().int().min(0),
  sensitive: z.enum(['true', 'false']),
});

export const showExposure: Route = (api, services) => {
  api.get(
    '/v1/admin/exposure',
    {
      schema: {
        summary:
          'What an assistant would make easy to find, by space, the most exposed first: numbers and ids',
        tags: ['administration'],
        querystring: z.strictObject(query),
        response: { 200: summary, ...problems },
      },
    },
    async (request) => {
      const { threshold: share, space } = request.query;
      const found = await services.exposure.summarise(request.within, {
        threshold: share,
        ...(space !== undefined && { space }),
      });
      return presentExposure(share, found);
    },
  );
};

export const listExposedDocuments: Route = (api, services) => {
  api.get(
    '/v1/admin/exposure/documents',
    {
      schema: {
        summary:
          'Exposed documents that the caller may read, the most exposed first, and how many others there are',
        tags: ['administration'],
        querystring: z.strictObject({ ...page, ...query }),
        response: {
          200: z.object({
            documents: z.array(document),
            withheld: z.int().meta({ description: 'Exposed documents that the caller may not read.' }),
            nextCursor: z.string().nullable(),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor, threshold: share, space } = request.query;
      const after = placeIn(cursor, place);
      const { documents, withheld } = await services.exposure.listDocuments(request.within, {
        threshold: share,
        limit: limit + 1,
        ...(space !== undefined && { space }),
        ...(after && { after: { ...after, isSensitive: after.sensitive === 'true' } }),
      });
      const { rows, nextCursor } = pageOf(documents, limit, ({ id, people, guests, isSensitive }) => ({
        id,
        people: String(people),
        guests: String(guests),
        sensitive: String(isSensitive),
      }));
      return { documents: rows.map(presentExposedDocument), withheld, nextCursor };
    },
  );
};
