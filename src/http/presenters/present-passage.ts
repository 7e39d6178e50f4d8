import type { Answer, Source } from '../../core/answer/answer.ts';
import type { RankedPassage } from '../../core/answer/passage.ts';
import { presentCard } from './present-document.ts';

/** A passage as a search result. */
export function presentResult(passage: RankedPassage, rank: number) {
  const { id, text, headings, page, start, end } = passage;
  return {
    rank,
    score: passage.score,
    document: presentCard(passage.document),
    passage: { id, text, headings: [...headings], page, start, end },
    duplicates: passage.duplicates,
  };
}

/** A numbered source of an answer. */
export function presentSource(source: Source) {
  return { n: source.n, ...presentResult(source, source.n) };
}

/** The whole answer, as the JSON reply and the `done` event give it. */
export function presentAnswer(
  answer: Answer,
  ids: { readonly conversationId: string; readonly messageId: string },
) {
  return {
    outcome: answer.outcome,
    ...(answer.reason !== undefined && { reason: answer.reason }),
    answer: {
      text: answer.text,
      language: answer.language,
      sentences: answer.sentences.map(({ text, citations, support }) => ({
        text,
        citations: [...citations],
        support,
      })),
    },
    sources: answer.sources.map(presentSource),
    notices: answer.notices.map(({ code, text }) => ({ code, text })),
    usage: answer.usage,
    ...ids,
  };
}
