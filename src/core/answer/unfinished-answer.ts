import type { Language } from '../document.ts';
import type { Answer, AnswerEvent, AnswerSentence } from './answer.ts';
import { createSentenceStream } from './answer-sentences.ts';
import { repairCitations } from './repair-citations.ts';

/**
 * What stood on the screen of somebody who left before the end, as far as it had streamed: the sentences that were checked, and
 * the beginning of one that was not.
 */
export function unfinishedAnswer(events: readonly AnswerEvent[], language: Language): Answer {
  const streamed = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  const verdicts = events.flatMap((event) => (event.type === 'verdict' ? [event.sentence] : []));
  const checked = [...new Map(verdicts.map((sentence) => [sentence.start, sentence])).values()];
  const done = checked.at(-1)?.end ?? 0;
  const rest = createSentenceStream(language);
  const unchecked = [...rest.push(streamed.slice(done)), ...rest.finish()].map(
    ({ start, end, ...sentence }): AnswerSentence => ({
      ...sentence,
      support: 'not-checked',
      start: done + start,
      end: done + end,
    }),
  );
  return {
    outcome: 'answered',
    reason: 'interrupted',
    ...repairCitations({ text: streamed, sentences: [...checked, ...unchecked] }),
    language,
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
