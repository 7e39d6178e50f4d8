import type { AnswerEvent } from '../../core/answer/answer.ts';
import type { AnswerIds } from '../../core/conversation/running-answers.ts';
import type { ServerSentEvent } from '../sse.ts';
import { presentAnswer, presentSentence, presentSource } from './present-passage.ts';

/** What streams of any answer. `ids`: of one that is kept. */
export function* presentAnswerEvent(
  event: AnswerEvent,
  ids: Partial<AnswerIds> = {},
): Generator<ServerSentEvent> {
  switch (event.type) {
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
      yield { event: 'done', data: presentAnswer({ answer: event.answer, ids }) };
  }
}
