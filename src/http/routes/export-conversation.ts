import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Language } from '../../core/document.ts';
import { attachment } from '../content-disposition.ts';
import { preferredLanguage } from '../language.ts';
import { conversationAsMarkdown, exportNotice } from '../presenters/conversation-as-markdown.ts';
import { presentMessages, presentSharedMessages } from '../presenters/present-conversation.ts';
import { problems } from '../schemas/common.ts';
import { exportedConversation, exportedShared } from '../schemas/conversation.ts';
import type { Route } from './route.ts';

const params = z.object({ id: z.string().max(200) });
const querystring = z.strictObject({ format: z.enum(['md', 'json']).default('md') });

export const exportConversation: Route = (api, services) => {
  api.get(
    '/v1/conversations/:id/export',
    {
      schema: {
        summary: 'One conversation as a file, with its sources; masked as it is when it is shown (R08)',
        tags: ['conversations'],
        params,
        querystring,
        response: { 200: z.union([exportedConversation, z.string()]), ...problems },
      },
    },
    async (request, reply) => {
      const language = preferredLanguage(request);
      const shown = await services.conversations.show(request.within, request.params.id);
      const exported = { ...presentMessages(shown), ...ofExport(language) };
      return sendExport(reply, exported, request.query.format, language);
    },
  );
};

export const exportSharedConversation: Route = (api, services) => {
  api.get(
    '/v1/shared-conversations/:id/export',
    {
      schema: {
        summary:
          'A conversation that is shared with the caller as a file; masked as it is when it is shown (R09)',
        tags: ['conversations'],
        params,
        querystring,
        response: { 200: z.union([exportedShared, z.string()]), ...problems },
      },
    },
    async (request, reply) => {
      const language = preferredLanguage(request);
      const shown = await services.sharing.show(request.within, request.params.id);
      const exported = { ...presentSharedMessages(shown), ...ofExport(language) };
      return sendExport(reply, exported, request.query.format, language);
    },
  );
};

function ofExport(language: Language) {
  return { exportedAt: new Date().toISOString(), notice: exportNotice(language) };
}

/** As JSON by the schema of the route, or as Markdown, which has none. */
function sendExport(
  reply: FastifyReply,
  exported: Parameters<typeof conversationAsMarkdown>[0],
  format: 'md' | 'json',
  language: Language,
) {
  reply
    .header('content-disposition', attachment(`${fileName(exported.title ?? '')}.${format}`))
    .header('cache-control', 'private, no-store');
  if (format === 'json') return reply.send(exported);
  return reply
    .type('text/markdown; charset=utf-8')
    .serializer((text) => String(text))
    .send(conversationAsMarkdown(exported, language));
}

/** A title without what file systems refuse. */
function fileName(title: string): string {
  return title.replace(/[\p{Cc}/\\:*?"<>|]+/gu, ' ').trim() || 'conversation';
}
