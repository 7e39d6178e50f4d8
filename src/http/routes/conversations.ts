import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { pageOf, placeIn } from '../cursor.ts';
import { presentConversation, presentMessages } from '../presenters/present-conversation.ts';
import { page, problems, typedText } from '../schemas/common.ts';
import { conversation, conversationWithMessages } from '../schemas/conversation.ts';
import type { Route } from './route.ts';

const { titleCharacters } = tunables.conversations;

const params = z.object({ id: z.string().max(200) });

/** The last conversation of a page. */
const lastOfPage = z.strictObject({ updatedAt: z.iso.datetime(), id: z.uuid() });

export const listConversations: Route = (api, services) => {
  api.get(
    '/v1/conversations',
    {
      schema: {
        summary: 'The caller’s conversations, latest first',
        tags: ['conversations'],
        querystring: z.strictObject({
          ...page,
          q: typedText.optional().meta({ description: 'Words of the title.' }),
        }),
        response: {
          200: z.object({ conversations: z.array(conversation), nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor, q } = request.query;
      const place = placeIn(cursor, lastOfPage);
      const found = await services.conversations.list(request.person, {
        limit: limit + 1,
        ...(q !== undefined && { query: q }),
        ...(place && { before: { updatedAt: new Date(place.updatedAt), id: place.id } }),
      });
      const { rows, nextCursor } = pageOf(found, limit, ({ updatedAt, id }) => ({
        updatedAt: updatedAt.toISOString(),
        id,
      }));
      return { conversations: rows.map(presentConversation), nextCursor };
    },
  );
};

export const showConversation: Route = (api, services) => {
  api.get(
    '/v1/conversations/:id',
    {
      schema: {
        summary: 'One conversation; answers whose sources the caller may no longer read are masked (R08)',
        tags: ['conversations'],
        params,
        response: { 200: conversationWithMessages, ...problems },
      },
    },
    async (request) => presentMessages(await services.conversations.show(request.within, request.params.id)),
  );
};

export const renameConversation: Route = (api, services) => {
  api.patch(
    '/v1/conversations/:id',
    {
      schema: {
        summary: 'Gives one of the caller’s conversations a title',
        tags: ['conversations'],
        params,
        body: z.strictObject({ title: typedText.pipe(z.string().max(titleCharacters)) }),
        response: { 200: conversation, ...problems },
      },
    },
    async (request) =>
      presentConversation(
        await services.conversations.rename(request.person, request.params.id, request.body.title),
      ),
  );
};

export const deleteConversation: Route = (api, services) => {
  api.delete(
    '/v1/conversations/:id',
    {
      schema: {
        summary: 'Removes one of the caller’s conversations',
        tags: ['conversations'],
        params,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.conversations.remove(request.person, request.params.id);
      return reply.code(204).send(null);
    },
  );
};
