import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AskEvent, AskRequest } from '../../core/answer/ask.ts';
import { AppError } from '../../core/errors.ts';
import type { TaskEvent } from '../../core/tasks/task.ts';
import { logError, toAppError, toProblem } from '../error-handler.ts';
import { presentAnswer, presentSentence, presentSource } from '../presenters/present-passage.ts';
import { answerSentence, problems, scope, signals, source, typedText } from '../schemas/common.ts';
import { type ServerSentEvent, sendEvents } from '../sse.ts';
import type { Route } from './route.ts';

const body = z.strictObject({
  question: typedText,
  scope: scope.optional(),
  conversationId: z.string().max(100).optional(),
  provider: z.string().max(100).optional(),
  stream: z.boolean().default(true),
});

const notice = z.object({ code: z.string(), text: z.string() });

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
});

export const ask: Route = (api, services) => {
  const stopping = new AbortController();
  // Streams end with a word before the server closes: people know that they may ask again (R87).
  api.addHook('preClose', async () => stopping.abort(new AppError('STOPPING')));
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
      const { question, scope: within, conversationId, provider, stream } = request.body;
      const asked: Omit<AskRequest, 'signal'> = {
        question,
        scope: within ?? {},
        ...(conversationId !== undefined && { conversationId }),
        ...(provider !== undefined && { provider }),
      };
      const begin = (signal: AbortSignal) => services.ask(request.within, { ...asked, signal });
      if (!stream) return answerAtOnce(begin, response);
      return streamAnswer(begin, request, response, stopping.signal);
    },
  );
};

/** What streams while an answer is made, or the result of a task. */
type Events = AsyncIterable<AskEvent | TaskEvent>;

/** Streams it. The first event comes from the checks that may refuse the request: those are answered as plain errors. */
export async function streamAnswer(
  begin: (signal: AbortSignal) => Events,
  request: FastifyRequest,
  response: FastifyReply,
  stopping: AbortSignal,
): Promise<FastifyReply> {
  const left = new AbortController();
  const events = begin(AbortSignal.any([left.signal, stopping]))[Symbol.asyncIterator]();
  const first = await events.next();
  await sendEvents(response, (gone) => {
    gone.addEventListener('abort', () => left.abort());
    return toServerSentEvents(first, events, request, left.signal);
  });
  return response;
}

/** Gives what the last event holds. */
export async function answerAtOnce(begin: (signal: AbortSignal) => Events, response: FastifyReply) {
  const left = new AbortController();
  response.raw.on('close', () => left.abort());
  let ids = { conversationId: '', messageId: '' };
  for await (const event of begin(left.signal)) {
    if (event.type === 'meta') ids = { conversationId: event.conversationId, messageId: event.messageId };
    if (event.type === 'done') return presentAnswer(event.answer, ids);
  }
  throw new Error('an answer ended without its last event');
}

async function* toServerSentEvents(
  first: IteratorResult<AskEvent | TaskEvent, void>,
  rest: AsyncIterator<AskEvent | TaskEvent, void>,
  request: FastifyRequest,
  left: AbortSignal,
): AsyncGenerator<ServerSentEvent> {
  let ids = { conversationId: '', messageId: '' };
  try {
    for (let step = first; !step.done; step = await rest.next()) {
      const event = step.value;
      if (event.type === 'meta') ids = { conversationId: event.conversationId, messageId: event.messageId };
      yield* present(event, ids);
    }
  } catch (error) {
    // Who left is told of nothing, and leaving is no failure.
    if (left.aborted) return;
    const known = toAppError(error);
    logError(request, known);
    yield { event: 'error', data: toProblem(known, request) };
  } finally {
    await rest.return?.();
  }
}

function* present(
  event: AskEvent | TaskEvent,
  ids: { readonly conversationId: string; readonly messageId: string },
): Generator<ServerSentEvent> {
  switch (event.type) {
    case 'meta': {
      const { type: _type, ...data } = event;
      yield { event: 'meta', data };
      return;
    }
    case 'progress':
      yield { event: 'progress', data: { step: event.step, of: event.of } };
      return;
    case 'sources':
      yield { event: 'sources', data: { sources: event.sources.map(presentSource) } };
      return;
    case 'text-delta':
      yield { event: 'text-delta', data: { text: event.text } };
      return;
    case 'citation':
      yield { event: 'citation', data: { n: event.n, position: event.position } };
      return;
    case 'verdict': {
      const { text, ...verdict } = presentSentence(event.sentence);
      yield { event: 'verdict', data: { sentence: text, ...verdict } };
      return;
    }
    case 'notice':
      yield { event: 'notice', data: { code: event.notice.code, text: event.notice.text } };
      return;
    case 'done':
      yield { event: 'usage', data: event.answer.usage };
      yield { event: 'done', data: presentAnswer(event.answer, ids) };
  }
}
