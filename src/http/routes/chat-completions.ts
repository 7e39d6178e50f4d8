import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import type { Answer } from '../../core/answer/answer.ts';
import type { AskEvent, AskRequest } from '../../core/answer/ask.ts';
import type { AnswerIds } from '../../core/conversation/running-answers.ts';
import { type WholeAnswer, wholeAnswer } from '../../core/conversation/whole-answer.ts';
import { AppError } from '../../core/errors.ts';
import { problemOf, refusing } from '../error-handler.ts';
import { leavingOf } from '../leaving.ts';
import { answerAsText } from '../presenters/answer-as-text.ts';
import { presentAnswer } from '../presenters/present-passage.ts';
import { begun, sendData } from '../sse.ts';
import type { Route } from './route.ts';

/** The model that stands for « whatever provider is chosen ». */
const usualModel = 'sourcier';
const { limits } = tunables;

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(part), z.null()]).default(null),
});
const body = z.looseObject({
  model: z.string().max(100).default(usualModel),
  messages: z.array(message).min(1).max(200),
  stream: z.boolean().default(false),
});
type Message = z.infer<typeof message>;

/**
 * Sourcier for any client of OpenAI's API: the last message is the question, the user's earlier ones are what it may lean on.
 * Instructions and answers that a client brings along go nowhere: a prompt holds our instructions and gated passages alone.
 */
export const chatCompletions: Route = (api, services) => {
  api.post(
    '/v1/chat/completions',
    {
      schema: {
        summary: 'An answer with its sources, in the words of OpenAI’s API',
        description:
          '`model`: `sourcier`, or the id of a provider. The reply’s text ends with its sources; the field `sourcier` of the ' +
          'reply (of the last chunk when streamed) holds the whole answer as `/v1/ask` gives it.',
        tags: ['ask'],
        body,
      },
      errorHandler: asOpenAiError,
    },
    async (request, reply) => {
      const { model, messages, stream } = request.body;
      const left = leavingOf(reply);
      const signal = AbortSignal.any([left, api.stopping]);
      const { confirm } = request;
      const asked: AskRequest = { ...questionIn(messages), scope: {}, confirm, signal, ...wantedIn(model) };
      const events = services.ask(request.within, asked);
      if (!stream) return completion(model, await wholeAnswer(events));
      return sendData(reply, chunks(model, await begun(events)), left, (error) =>
        JSON.stringify(toOpenAiError(error, request)),
      );
    },
  );
};

export const listModels: Route = (api, services) => {
  api.get(
    '/v1/models',
    { schema: { summary: 'What may be named as `model`, in the words of OpenAI’s API', tags: ['ask'] } },
    async (request) => {
      const providers = await services.answeringProviders(request.within, []);
      const ids = [usualModel, ...providers.map(({ id }) => id)];
      return {
        object: 'list',
        data: ids.map((id) => ({ id, object: 'model', created: 0, owned_by: 'sourcier' })),
      };
    },
  );
};

/** @throws AppError `BAD_REQUEST` when the last message is no question */
function questionIn(messages: readonly Message[]): Pick<AskRequest, 'question' | 'earlierQuestions'> {
  const said = messages.filter(({ role }) => role === 'user').map(textOf);
  const question = said.pop() ?? '';
  if (messages.at(-1)?.role !== 'user' || question === '')
    throw new AppError('BAD_REQUEST', { detail: 'messages: the last one must be a question of the user' });
  if (question.length > limits.questionCharacters)
    throw new AppError('BAD_REQUEST', {
      detail: `messages: a question has at most ${limits.questionCharacters} characters`,
    });
  const earlierQuestions = said.filter((text) => text !== '' && text.length <= limits.questionCharacters);
  return { question, earlierQuestions };
}

function textOf({ content }: Message): string {
  const text =
    typeof content === 'string' ? content : (content ?? []).map((piece) => piece.text ?? '').join('\n');
  return text.replaceAll('\0', ' ').trim();
}

function wantedIn(model: string): Pick<AskRequest, 'provider'> {
  const wanted = model.replace(/^sourcier\//, '');
  return wanted === usualModel ? {} : { provider: wanted };
}

function completion(model: string, whole: WholeAnswer) {
  const { answer, ids } = whole;
  return {
    id: `chatcmpl-${ids.messageId}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1_000),
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answerAsText(answer) },
        finish_reason: 'stop',
      },
    ],
    usage: usageOf(answer),
    sourcier: presentAnswer(whole),
  };
}

async function* chunks(model: string, events: AsyncIterable<AskEvent>): AsyncGenerator<string> {
  let ids: AnswerIds = { conversationId: '', messageId: '' };
  let said = '';
  const created = Math.floor(Date.now() / 1_000);
  const chunk = (delta: object, more: object = {}, finish: string | null = null) =>
    JSON.stringify({
      id: `chatcmpl-${ids.messageId}`,
      object: 'chat.completion.chunk',
      created,
      model,
      choices: [{ index: 0, delta, finish_reason: finish }],
      ...more,
    });
  for await (const event of events) {
    if (event.type === 'meta') {
      ids = { conversationId: event.conversationId, messageId: event.messageId };
      yield chunk({ role: 'assistant', content: '' });
    }
    const text = event.type === 'text-delta' ? event.text : '';
    said += text;
    if (text !== '') yield chunk({ content: text });
    if (event.type !== 'done') continue;
    const { answer } = event;
    const whole = answerAsText(answer);
    // What was streamed stands; the sources follow it.
    const ending = whole.startsWith(said) ? whole.slice(said.length) : whole.slice(answer.text.length);
    if (ending !== '') yield chunk({ content: ending });
    yield chunk({}, { usage: usageOf(answer), sourcier: presentAnswer({ answer, ids }) }, 'stop');
  }
  yield '[DONE]';
}

function usageOf({ usage }: Answer) {
  const [prompt, written] = [usage.promptTokens ?? 0, usage.completionTokens ?? 0];
  return { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written };
}

function asOpenAiError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return refusing(error, reply).send(toOpenAiError(error, request));
}

/** The problem that other routes give, and beside it what clients of OpenAI's API read. */
function toOpenAiError(error: unknown, request: FastifyRequest) {
  const problem = problemOf(error, request);
  const { title, detail, code, status } = problem;
  return {
    ...problem,
    error: {
      message: detail === undefined ? title : `${title} ${detail}`,
      type: status < 500 ? 'invalid_request_error' : 'server_error',
      code,
      param: null,
    },
  };
}
