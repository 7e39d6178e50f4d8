import { z } from 'zod';
import { feedbackReasons } from '../../core/conversation/feedback.ts';
import { beginningOf } from '../../core/local-time.ts';
import { placeIn, toCursor } from '../cursor.ts';
import { presentGivenFeedback } from '../presenters/present-given-feedback.ts';
import { page, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const given = z.object({
  messageId: z.string(),
  conversationId: z.string(),
  useful: z.boolean(),
  reasons: z.array(z.enum(feedbackReasons)),
  comment: z.string().nullable(),
  commentWithheld: z.boolean().meta({
    description:
      'There is one, but its conversation rests on a document, or a version of one, that the caller may not read.',
  }),
  givenAt: z.iso.datetime(),
});

const querystring = z.strictObject({
  ...page,
  verdict: z.enum(['useful', 'not-useful']).optional(),
  reason: z.enum(feedbackReasons).optional(),
  since: z.iso.date().optional().meta({ description: 'The first day, in Paris.' }),
});

/** The last feedback of a page. */
const place = z.strictObject({ givenAt: z.iso.datetime(), messageId: z.uuid() });

export const listFeedback: Route = (api, services) => {
  api.get(
    '/v1/admin/feedback',
    {
      schema: {
        summary: 'What people said of their answers, latest first: ids, reasons and comments',
        description:
          'Never the text of an answer or of its passages, nor whose it is. A comment is shown to who may read all documents of its ' +
          'conversation, and the audit says so.',
        tags: ['administration'],
        querystring,
        response: {
          200: z.object({ feedback: z.array(given), nextCursor: z.string().nullable() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor, verdict, reason, since } = request.query;
      const after = placeIn(cursor, place);
      const { feedback, hasMore } = await services.feedback.list(request.within, {
        limit,
        ...(verdict && { useful: verdict === 'useful' }),
        ...(reason && { reason }),
        ...(since !== undefined && { since: beginningOf(since) }),
        ...(after && { before: { givenAt: new Date(after.givenAt), messageId: after.messageId } }),
      });
      const last = hasMore ? feedback.at(-1) : undefined;
      const next = last && { givenAt: last.givenAt.toISOString(), messageId: last.messageId };
      return { feedback: feedback.map(presentGivenFeedback), nextCursor: next ? toCursor(next) : null };
    },
  );
};
