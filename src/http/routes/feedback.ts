import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { feedbackReasons } from '../../core/conversation/feedback.ts';
import { problems, typedText } from '../schemas/common.ts';
import { said } from '../schemas/conversation.ts';
import type { Route } from './route.ts';

/** More than an answer ever has. */
const mostSources = 50;

const feedback = z.strictObject({
  /** Any text: one that is no id is a message that is not there. */
  messageId: z.string().max(200),
  useful: z.boolean(),
  sources: z
    .array(z.strictObject({ n: z.int().min(1), useful: z.boolean() }))
    .max(mostSources)
    .refine((sources) => new Set(sources.map(({ n }) => n)).size === sources.length, 'each source once')
    .optional(),
  reasons: z
    .array(z.enum(feedbackReasons))
    .max(feedbackReasons.length)
    .refine((reasons) => new Set(reasons).size === reasons.length, 'each reason once')
    .optional()
    .meta({ description: '`should-not-see` tells the administrators, with ids alone.' }),
  comment: typedText.pipe(z.string().max(tunables.conversations.commentCharacters)).optional(),
});

const given = said.extend({ messageId: z.string() });

export const giveFeedback: Route = (api, services) => {
  api.post(
    '/v1/feedback',
    {
      schema: {
        summary: 'Says whether one of the caller’s answers, and some of its sources, were useful, and why',
        description: 'Takes the place of what the caller said of it before.',
        tags: ['conversations'],
        body: feedback,
        response: { 200: given, ...problems },
      },
    },
    async (request) => {
      const { sources = [], reasons = [], comment, ...judged } = request.body;
      const kept = { ...judged, sources, reasons, ...(comment !== undefined && { comment }) };
      await services.feedback.give(request.person, kept);
      return kept;
    },
  );
};

export const withdrawFeedback: Route = (api, services) => {
  api.delete(
    '/v1/feedback/:messageId',
    {
      schema: {
        summary: 'Takes back what the caller said of an answer',
        tags: ['conversations'],
        params: feedback.pick({ messageId: true }),
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.feedback.withdraw(request.person, request.params.messageId);
      return reply.code(204).send(null);
    },
  );
};
