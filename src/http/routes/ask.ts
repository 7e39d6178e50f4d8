import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import type { AskRequest } from '../../core/answer/ask.ts';
import { eventId, type PlacedEvent, type StreamedEvent } from '../../core/conversation/event-place.ts';
import type { AnswerIds } from '../../core/conversation/running-answers.ts';
import { wholeAnswer } from '../../core/conversation/whole-answer.ts';
import { tasks } from '../../core/tasks/task.ts';
import { leavingOf } from '../leaving.ts';
import { presentAnswerEvent } from '../presenters/present-answer-event.ts';
import { presentAnswer } from '../presenters/present-passage.ts';
import { answerSentence, problems, scope, signals, source, typedText } from '../schemas/common.ts';
import type { Services } from '../services.ts';
import { begun, type ServerSentEvent, sendEvents } from '../sse.ts';
import type { Route } from './route.ts';

export const resumable = z.boolean().default(false).meta({
  description: 'It goes on for a while when the connection is lost, and can be resumed and stopped.',
});

const body = z
  .strictObject({
    question: typedText.optional(),
    scope: scope.optional(),
    conversationId: z.string().max(100).optional(),
    retryOf: z.string().max(100).optional().meta({
      description:
        'An answer whose question is asked again, in its conversation; takes the place of `question`.',
    }),
    provider: z.string().max(100).optional(),
    stream: z.boolean().default(true),
    resumable,
  })
  .refine(({ question, retryOf }) => (question === undefined) !== (retryOf === undefined), {
    message: 'either question or retryOf',
  })
  .refine(({ conversationId, retryOf }) => conversationId === undefined || retryOf === undefined, {
    message: 'retryOf names its conversation by itself',
  });

export const notice = z.object({ code: z.string(), text: z.string() });

export const offeredTask = z
  .object({
    task: z.enum(tasks),
    documents: z.array(z.object({ id: z.string(), title: z.string() })),
    instruction: z.string(),
  })
  .meta({
    description:
      'The task on whole documents that the question asks for (« résume la charte »), to be run with POST /v1/tasks; `documents` may be fewer than it takes.',
  });

export const answerReply = z.object({
  outcome: z.enum(['answered', 'quoted', 'not-found', 'refused']),
  reason: z.string().optional(),
  answer: z.object({
    text: z.string(),
    language: z.enum(['fr', 'en']),
    sentences: z.array(answerSentence),
  }),
  sources: z.array(source),
  suggestions: z.array(z.string()).optional().meta({
    description: 'Other ways to ask, where nothing was found.',
  }),
  notices: z.array(notice),
  searchedFor: z.string().optional().meta({
    description: 'What was searched, when the question leaned on earlier ones of its conversation.',
  }),
  offeredTask: offeredTask.optional(),
  signals: signals.optional(),
  usage: z.object({
    promptTokens: z.int().nullable(),
    completionTokens: z.int().nullable(),
    costEuro: z.number().nullable(),
    energyWh: z.number().nullable().optional(),
    provider: z.string().nullable(),
    model: z.string().nullable(),
    timings: z.record(z.string(), z.number()),
  }),
  conversationId: z.string(),
  messageId: z.string(),
  masked: z.boolean().optional().meta({
    description:
      'Of an answer that is replayed: one of its sources may no longer be read, so nothing of it is shown.',
  }),
});

export const ask: Route = (api, services) => {
  api.post(
    '/v1/ask',
    {
      schema: {
        summary: 'An answer with its sources',
        description:
          'Server-sent events (`meta`, `sources`, `text-delta`, `citation`, `verdict`, `notice`, `usage`, `done`, `error`), ' +
          'or with `stream: false` the object that `done` carries.',
        tags: ['ask'],
        body,
        response: { 200: answerReply, ...problems },
      },
    },
    async (request, response) => {
      const { stream, resumable } = request.body;
      const { confirm } = request;
      const left = leavingOf(response);
      const asked = await requestIn(services, request.within, request.body);
      const answer = (signal: AbortSignal) => services.ask(request.within, { ...asked, confirm, signal });
      const { stopping } = api;
      if (!stream) return presentAnswer(await wholeAnswer(answer(AbortSignal.any([left, stopping]))));
      const options = { left, stopping, resumable };
      return sendAnswer(response, services.answers.start(request.within, answer, options), left);
    },
  );
};

async function requestIn(
  services: Services,
  within: AccessFilter,
  { question = '', scope, conversationId, retryOf, provider }: z.infer<typeof body>,
): Promise<Omit<AskRequest, 'signal' | 'confirm'>> {
  const asked =
    retryOf === undefined
      ? { question, scope: {}, ...(conversationId !== undefined && { conversationId }) }
      : await services.conversations.askAgain(within, retryOf);
  return { ...asked, ...(scope && { scope }), ...(provider !== undefined && { provider }) };
}

/** Streams an answer. The first event comes from the checks that may refuse the request: those are answered as plain errors. */
export async function sendAnswer(
  response: FastifyReply,
  events: AsyncIterable<PlacedEvent>,
  left: AbortSignal,
): Promise<FastifyReply> {
  return sendEvents(response, toServerSentEvents(await begun(events)), left);
}

/** Events as they are sent. `ids`: of an answer whose `meta` went out before. */
export async function* toServerSentEvents(
  events: AsyncIterable<PlacedEvent>,
  ids: AnswerIds = { conversationId: '', messageId: '' },
): AsyncGenerator<ServerSentEvent> {
  for await (const { event, place } of events) {
    if (event.type === 'meta') ids = { conversationId: event.conversationId, messageId: event.messageId };
    const shown = [...present(event, ids)];
    // Only the last one of several has an id: who got the others alone gets them again.
    const last = shown.pop();
    yield* shown;
    if (last) yield { ...last, id: eventId(place) };
  }
}

function* present(event: StreamedEvent, ids: AnswerIds): Generator<ServerSentEvent> {
  switch (event.type) {
    case 'meta': {
      const { type: _type, ...data } = event;
      yield { event: 'meta', data };
      return;
    }
    case 'progress':
      yield { event: 'progress', data: { step: event.step, of: event.of } };
      return;
    default:
      yield* presentAnswerEvent(event, ids);
  }
}
