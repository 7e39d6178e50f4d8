import { z } from 'zod';
import { fromCursor, toCursor } from '../cursor.ts';
import { presentSentence } from '../presenters/present-passage.ts';
import { answerSentence, page, problems, source } from '../schemas/common.ts';
import type { Route } from './route.ts';

const conversation = z.object({
  id: z.string(),
  title: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

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
        querystring: z.strictObject(page),
        response: {
          200: z.object({ conversations: z.array(conversation), nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const place = cursor === undefined ? undefined : fromCursor(cursor, lastOfPage);
      const found = await services.conversations.list(request.person, {
        limit: limit + 1,
        ...(place && { before: { updatedAt: new Date(place.updatedAt), id: place.id } }),
      });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return {
        conversations: shown.map(({ id, title, createdAt, updatedAt }) => ({
          id,
          title,
          createdAt: createdAt.toISOString(),
          updatedAt: updatedAt.toISOString(),
        })),
        nextCursor: last ? toCursor({ updatedAt: last.updatedAt.toISOString(), id: last.id }) : null,
      };
    },
  );
};

const shownSource = z.union([
  source.extend({ readable: z.literal(true) }),
  z.object({ n: z.int(), readable: z.literal(false) }),
]);

const message = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  outcome: z.string().nullable(),
  sentences: z.array(answerSentence),
  createdAt: z.iso.datetime(),
  sources: z.array(shownSource),
  masked: z.boolean(),
});

export const showConversation: Route = (api, services) => {
  api.get(
    '/v1/conversations/:id',
    {
      schema: {
        summary: 'One conversation; answers whose sources the caller may no longer read are masked (R08)',
        tags: ['conversations'],
        params,
        response: { 200: conversation.extend({ messages: z.array(message) }), ...problems },
      },
    },
    async (request) => {
      const { id, title, createdAt, updatedAt, messages } = await services.conversations.show(
        request.within,
        request.params.id,
      );
      return {
        id,
        title,
        createdAt: createdAt.toISOString(),
        updatedAt: updatedAt.toISOString(),
        messages: messages.map((shown) => ({
          id: shown.id,
          role: shown.role,
          text: shown.text,
          outcome: shown.outcome,
          sentences: shown.sentences.map(presentSentence),
          createdAt: shown.createdAt.toISOString(),
          // Stored as they were presented; the schema lets the known fields through only.
          sources: shown.sources.map((stored) =>
            stored.readable
              ? { ...(stored.source as z.infer<typeof source>), readable: true as const }
              : { n: stored.n, readable: false as const },
          ),
          masked: shown.masked,
        })),
      };
    },
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
