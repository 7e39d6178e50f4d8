import type { Language } from '../document.ts';
import type { Answer, AnswerEvent } from './answer.ts';

/** What stood on the screen of somebody who left before the end, as far as it had streamed. */
export function unfinishedAnswer(events: readonly AnswerEvent[], language: Language): Answer {
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  const citations = events.flatMap((event) => (event.type === 'citation' ? [event.n] : []));
  return {
    outcome: 'answered',
    reason: 'interrupted',
    text,
    language,
    sentences: text ? [{ text, citations: [...new Set(citations)], support: 'not-checked' }] : [],
    sources: events.flatMap((event) => (event.type === 'sources' ? event.sources : [])),
    notices: events.flatMap((event) => (event.type === 'notice' ? [event.notice] : [])),
    usage: {
      promptTokens: null,
      completionTokens: null,
      costEuro: null,
      provider: null,
      model: null,
      timings: {},
    },
  };
}
