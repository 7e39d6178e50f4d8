import { type EventPlace, placeOfEventId } from '../../core/conversation/event-place.ts';
import type { EndedAnswer } from '../../core/conversation/resume-answer.ts';
import type { AnswerIds } from '../../core/conversation/running-answers.ts';
import { AppError } from '../../core/errors.ts';
import { leavingOf } from '../leaving.ts';
import { presentKeptAnswer, presentNamed } from '../presenters/present-conversation.ts';
import { answerParams } from '../schemas/answer-params.ts';
import { type ServerSentEvent, sendEvents } from '../sse.ts';
import { toServerSentEvents } from './ask.ts';
import type { Route } from './route.ts';

export const followAnswer: Route = (api, services) => {
  api.get(
    '/v1/conversations/:id/messages/:messageId/events',
    {
      schema: {
        summary: 'The events of an answer after `Last-Event-ID`, as `/v1/ask` or `/v1/tasks` streams them',
        description:
          'Of one asked for with `resumable: true`, while it is written. One that has ended is told from what was kept, ' +
          'masked where a source may no longer be read (R08).',
        tags: ['conversations'],
        params: answerParams,
        produces: ['text/event-stream'],
      },
    },
    async (request, response) => {
      const ids = { conversationId: request.params.id, messageId: request.params.messageId };
      const header = request.headers['last-event-id'];
      const after = placeOfEventId(typeof header === 'string' ? header : undefined);
      const left = leavingOf(response);
      const resumed = await services.answers.resume(request.within, ids, after, left, request.confirm);
      const events =
        'ended' in resumed ? replay(resumed, ids, after) : toServerSentEvents(resumed.events, ids);
      return sendEvents(response, events, left);
    },
  );
};

/** What is left to tell of an answer that has ended. Its text may have come in other pieces. */
async function* replay(
  { ended: message, asked, scope }: EndedAnswer,
  ids: AnswerIds,
  after: EventPlace,
): AsyncGenerator<ServerSentEvent> {
  const { answer } = message;
  if (!answer) throw new AppError('NOT_FOUND');
  const whole = presentKeptAnswer(message, { answer, asked, ids });
  const { provider, model } = answer.usage;
  if (after.events === 0) {
    const { language, task } = answer;
    const about = task === undefined ? { scope } : { task, documents: presentNamed(asked) };
    yield { event: 'meta', data: { ...ids, provider, model, language, ...about } };
    yield { event: 'sources', data: { sources: whole.sources } };
  }
  const rest = message.text.slice(after.text);
  if (rest !== '') yield { event: 'text-delta', data: { text: rest } };
  yield { event: 'usage', data: whole.usage };
  yield { event: 'done', data: whole };
}
