import { z } from 'zod';
import type { AnswerEvent } from '../../core/answer/answer.ts';
import { wholeAnswer } from '../../core/conversation/whole-answer.ts';
import type { PrivateMeta } from '../../core/private-documents/ask-private-document.ts';
import { leavingOf } from '../leaving.ts';
import { presentAnswerEvent } from '../presenters/present-answer-event.ts';
import { presentAnswer } from '../presenters/present-passage.ts';
import { history, problems, typedText } from '../schemas/common.ts';
import { begun, type ServerSentEvent, sendEvents } from '../sse.ts';
import { answerReply } from './ask.ts';
import { params } from './private-documents.ts';
import type { Route } from './route.ts';

const privateAnswer = answerReply.omit({
  conversationId: true,
  messageId: true,
  masked: true,
  offeredTask: true,
});

export const askPrivateDocument: Route = (api, services) => {
  api.post(
    '/v1/private-documents/:id/ask',
    {
      schema: {
        summary: 'An answer from a private document, of which nothing is kept',
        description:
          'Events and reply are those of `/v1/ask`, without ids of a conversation. The client keeps what was said before, and sends it as ' +
          '`history`.',
        tags: ['private documents'],
        params,
        body: z.strictObject({
          question: typedText,
          history: history.default([]),
          stream: z.boolean().default(true),
        }),
        response: { 200: privateAnswer, ...problems },
      },
    },
    async (request, reply) => {
      const { question, history: before, stream } = request.body;
      const { confirm, params, within } = request;
      const left = leavingOf(reply);
      const events = services.privateDocuments.ask(within, params.id, {
        question,
        earlierQuestions: before.map((exchange) => exchange.question),
        confirm,
        signal: AbortSignal.any([left, api.stopping]),
      });
      if (!stream) return presentAnswer({ answer: (await wholeAnswer(events)).answer, ids: {} });
      return sendEvents(reply, presented(await begun(events)), left);
    },
  );
};

async function* presented(events: AsyncIterable<PrivateMeta | AnswerEvent>): AsyncGenerator<ServerSentEvent> {
  for await (const event of events) {
    if (event.type === 'meta') {
      const { type: _type, ...data } = event;
      yield { event: 'meta', data };
    } else yield* presentAnswerEvent(event);
  }
}
