import { z } from 'zod';
import { feedbackReasons } from '../../core/conversation/feedback.ts';
import { answerReply, notice, offeredTask } from '../routes/ask.ts';
import { answerSentence, source } from './common.ts';

export const conversation = z.object({
  id: z.string(),
  title: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

const shownSource = z.union([
  source.extend({
    readable: z.literal(true),
    changed: z
      .literal(true)
      .optional()
      .meta({ description: 'A newer version of its document has come since the answer.' }),
  }),
  z.object({ n: z.int(), readable: z.literal(false) }),
]);

/** What a person said of an answer. */
export const said = z.object({
  useful: z.boolean(),
  sources: z.array(z.object({ n: z.int(), useful: z.boolean() })),
  reasons: z.array(z.enum(feedbackReasons)),
  comment: z.string().optional(),
});

/** A question or an answer as it may be shown now; what stands beside an answer's text is absent of a question. */
export const message = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  outcome: z.string().nullable(),
  sentences: z.array(answerSentence),
  createdAt: z.iso.datetime(),
  sources: z.array(shownSource),
  masked: z.boolean(),
  reason: z.string().optional(),
  language: z.enum(['fr', 'en']).optional(),
  suggestions: z.array(z.string()).optional(),
  searchedFor: z.string().optional(),
  offeredTask: offeredTask.optional(),
  notices: z.array(notice).optional(),
  usage: answerReply.shape.usage.optional(),
  complete: z.boolean().optional().meta({ description: 'False of an answer that was cut short.' }),
  retryOf: z.string().nullable().optional().meta({ description: 'The first answer to the same question.' }),
  supersededBy: z.string().nullable().optional().meta({ description: 'The answer that took its place.' }),
  feedback: said.nullable().optional(),
});

export const conversationWithMessages = conversation.extend({ messages: z.array(message) });

const ofExport = {
  exportedAt: z.iso.datetime(),
  notice: z.string().meta({ description: 'That an AI assistant wrote the answers, to be checked (R93).' }),
};

export const exportedConversation = conversationWithMessages.extend(ofExport);

/** One of the export of a person. */
export const conversationOfPerson = exportedConversation.extend({ title: z.string().nullable() });

/** A conversation that somebody shares with the caller. */
export const sharedConversation = z.object({
  id: z.string(),
  title: z
    .string()
    .nullable()
    .meta({ description: 'Null when the caller may not read all that the conversation rests on.' }),
  sharedBy: z.object({ id: z.string(), name: z.string() }),
  sharedAt: z.iso.datetime(),
});

export const sharedWithMessages = sharedConversation.extend({ messages: z.array(message) });

export const exportedShared = sharedWithMessages.extend(ofExport);

/** With whom a conversation is shared. */
export const share = z.object({
  principal: z.string(),
  name: z.string(),
  sharedAt: z.iso.datetime(),
  hasMore: z
    .boolean()
    .meta({ description: 'More was said since, which is not shared until it is shared again.' }),
});
