import { z } from 'zod';
import { pageOf, placeIn } from '../cursor.ts';
import { presentMessages, presentShared, presentSharedMessages } from '../presenters/present-conversation.ts';
import { page, problems } from '../schemas/common.ts';
import { conversationWithMessages, sharedConversation, sharedWithMessages } from '../schemas/conversation.ts';
import type { Route } from './route.ts';

const tags = ['conversations'];
const params = z.object({ id: z.string().max(200) });

/** The last conversation of a page. */
const lastOfPage = z.strictObject({ sharedAt: z.iso.datetime(), id: z.uuid() });

export const listSharedConversations: Route = (api, services) => {
  api.get(
    '/v1/shared-conversations',
    {
      schema: {
        summary: 'Conversations that others share with the caller, latest first',
        tags,
        querystring: z.strictObject(page),
        response: {
          200: z.object({ conversations: z.array(sharedConversation), nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const place = placeIn(cursor, lastOfPage);
      const found = await services.sharing.listShared(request.within, {
        limit: limit + 1,
        ...(place && { before: { sharedAt: new Date(place.sharedAt), id: place.id } }),
      });
      const { rows, nextCursor } = pageOf(found, limit, ({ sharedAt, id }) => ({
        sharedAt: sharedAt.toISOString(),
        id,
      }));
      return { conversations: rows.map(presentShared), nextCursor };
    },
  );
};

export const showSharedConversation: Route = (api, services) => {
  api.get(
    '/v1/shared-conversations/:id',
    {
      schema: {
        summary: 'A conversation that is shared with the caller, masked by the caller’s own rights (R09)',
        tags,
        params,
        response: { 200: sharedWithMessages, ...problems },
      },
    },
    async (request) => presentSharedMessages(await services.sharing.show(request.within, request.params.id)),
  );
};

export const copySharedConversation: Route = (api, services) => {
  api.post(
    '/v1/shared-conversations/:id/copies',
    {
      schema: {
        summary: 'Copies what the caller may see of it into a conversation of their own, to go on with it',
        tags,
        params,
        response: { 201: conversationWithMessages, ...problems },
      },
    },
    async (request, reply) => {
      const copy = await services.sharing.copy(request.within, request.params.id);
      return reply.code(201).send(presentMessages(copy));
    },
  );
};
