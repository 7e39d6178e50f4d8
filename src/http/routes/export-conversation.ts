import { z } from 'zod';
import { attachment } from '../content-disposition.ts';
import { preferredLanguage } from '../language.ts';
import { conversationAsMarkdown, exportNotice } from '../presenters/conversation-as-markdown.ts';
import { presentMessages } from '../presenters/present-conversation.ts';
import { problems } from '../schemas/common.ts';
import { exportedConversation } from '../schemas/conversation.ts';
import type { Route } from './route.ts';

export const exportConversation: Route = (api, services) => {
  api.get(
    '/v1/conversations/:id/export',
    {
      schema: {
        summary: 'One conversation as a file, with its sources; masked as it is when it is shown (R08, R09)',
        tags: ['conversations'],
        params: z.object({ id: z.string().max(200) }),
        querystring: z.strictObject({ format: z.enum(['md', 'json']).default('md') }),
        response: { 200: z.union([exportedConversation, z.string()]), ...problems },
      },
    },
    async (request, reply) => {
      const { format } = request.query;
      const language = preferredLanguage(request);
      const shown = await services.conversations.show(request.within, request.params.id);
      const exported = {
        ...presentMessages(shown),
        exportedAt: new Date().toISOString(),
        notice: exportNotice(language),
      };
      reply
        .header('content-disposition', attachment(`${fileName(shown.title)}.${format}`))
        .header('cache-control', 'private, no-store');
      if (format === 'json') return exported;
      return reply
        .type('text/markdown; charset=utf-8')
        .serializer((text) => String(text))
        .send(conversationAsMarkdown(exported, language));
    },
  );
};

/** A title without what file systems refuse. */
function fileName(title: string): string {
  return title.replace(/[\p{Cc}/\\:*?"<>|]+/gu, ' ').trim() || 'conversation';
}
