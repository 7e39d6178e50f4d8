import type { Answer, AnswerSentence, Source } from '../../core/answer/answer.ts';
import type { RankedPassage } from '../../core/answer/passage.ts';
import type { AnswerIds } from '../../core/conversation/running-answers.ts';
import { type Place, pagesOfPlace } from '../../core/place.ts';
import { cellRange } from '../../core/place-label.ts';
import type { OfferedTask } from '../../core/tasks/offer-task.ts';
import { presentCard } from './present-document.ts';

type Placed = Pick<RankedPassage, 'place' | 'aside' | 'recognised'>;

/** Where a passage stands: `page` for viewers that count pages (slides too), `place` in the words of its format. */
export function presentPlace({ place, aside, recognised }: Placed) {
  return {
    page: pagesOfPlace(place)?.from ?? null,
    place: place && placeShape(place),
    aside,
    recognised,
  };
}

function placeShape(place: Place) {
  if (place.kind === 'cells') return { kind: place.kind, sheet: place.sheet, range: cellRange(place) };
  return place.kind === 'speech' ? { ...place, speakers: [...place.speakers] } : place;
}

/** A passage as a search result. */
export function presentResult(passage: RankedPassage, rank: number) {
  const { id, text, headings, start, end } = passage;
  return {
    rank,
    score: passage.score,
    document: presentCard(passage.document),
    passage: { id, text, headings: [...headings], start, end, ...presentPlace(passage) },
    duplicates: passage.duplicates,
  };
}

/** A numbered source of an answer. */
export function presentSource(source: Source) {
  return { n: source.n, ...presentResult(source, source.n) };
}

/** A sentence of an answer with what checking found. */
export function presentSentence({ text, citations, support, findings, start, end }: AnswerSentence) {
  return {
    text,
    citations: [...citations],
    support,
    ...(findings && {
      findings: findings.map(({ kind, said, instead }) => ({
        kind,
        said,
        ...(instead !== undefined && { instead }),
      })),
    }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}

/** The whole answer, as the JSON reply and the `done` event give it. `ids`: what it is called by, where it is kept. */
export function presentAnswer<Ids extends Partial<AnswerIds>>({
  answer,
  ids,
}: {
  readonly answer: Answer;
  readonly ids: Ids;
}) {
  return {
    outcome: answer.outcome,
    ...(answer.reason !== undefined && { reason: answer.reason }),
    answer: {
      text: answer.text,
      language: answer.language,
      sentences: answer.sentences.map(presentSentence),
    },
    sources: answer.sources.map(presentSource),
    ...(answer.suggestions && { suggestions: [...answer.suggestions] }),
    notices: answer.notices.map(({ code, text }) => ({ code, text })),
    ...(answer.signals && { signals: { ...answer.signals } }),
    ...(answer.searchedFor !== undefined && { searchedFor: answer.searchedFor }),
    ...(answer.offeredTask && { offeredTask: presentOfferedTask(answer.offeredTask) }),
    usage: answer.usage,
    ...ids,
  };
}

export function presentOfferedTask({ task, documents, instruction }: OfferedTask) {
  return { task, documents: documents.map(({ id, title }) => ({ id, title })), instruction };
}
