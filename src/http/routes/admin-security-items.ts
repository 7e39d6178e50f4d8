import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { pageOf, placeIn } from '../cursor.ts';
import { presentSecurityItem } from '../presenters/present-security-item.ts';
import { page, problems, typedText } from '../schemas/common.ts';
import type { Route } from './route.ts';

const state = z.enum(['open', 'closed']);

const item = z.object({
  id: z.string(),
  messageId: z.string(),
  user: z.string().nullable().meta({ description: 'Who said so; null once the person was erased.' }),
  documents: z.array(z.object({ documentId: z.string(), version: z.int(), cited: z.boolean() })),
  state,
  note: z.string().nullable(),
  openedAt: z.iso.datetime(),
  changedAt: z.iso.datetime().nullable(),
  changedBy: z.string().nullable(),
});

const body = z.strictObject({
  state,
  note: typedText.pipe(z.string().max(tunables.conversations.commentCharacters)).optional(),
});

/** Any text: one that is no id is an item that is not there. */
const params = z.object({ id: z.string().max(200) });

/** The last item of a page. */
const place = z.strictObject({ openedAt: z.iso.datetime(), id: z.uuid() });

export const listSecurityItems: Route = (api, services) => {
  api.get(
    '/v1/admin/security-items',
    {
      schema: {
        summary: 'Answers that people say they should not have seen, latest first: ids alone',
        tags: ['administration'],
        querystring: z.strictObject({ ...page, state: state.optional() }),
        response: { 200: z.object({ items: z.array(item), nextCursor: z.string().nullable() }), ...problems },
      },
    },
    async (request) => {
      const { limit, cursor, state: wanted } = request.query;
      const after = placeIn(cursor, place);
      const found = await services.securityItems.list(request.within, {
        limit: limit + 1,
        ...(wanted && { state: wanted }),
        ...(after && { before: { openedAt: new Date(after.openedAt), id: after.id } }),
      });
      const { rows, nextCursor } = pageOf(found, limit, ({ openedAt, id }) => ({
        openedAt: openedAt.toISOString(),
        id,
      }));
      return { items: rows.map(presentSecurityItem), nextCursor };
    },
  );
};

export const changeSecurityItem: Route = (api, services) => {
  api.put(
    '/v1/admin/security-items/:id',
    {
      schema: {
        summary: 'Closes what somebody should not have seen, or opens it again, with a note',
        tags: ['administration'],
        params,
        body,
        response: { 200: item, ...problems },
      },
    },
    async (request) => {
      const { state: wanted, note } = request.body;
      const change = { state: wanted, ...(note !== undefined && { note }) };
      return presentSecurityItem(
        await services.securityItems.update(request.within, request.params.id, change),
      );
    },
  );
};
