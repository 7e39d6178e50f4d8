import { offerTask } from '../tasks/offer-task.ts';
import { decideAbstention } from './abstention.ts';
import type { AnswerEvent } from './answer.ts';
import type { AnswerDeps, AnswerRequest } from './answering.ts';
import { answerSmallTalk, draftAnswer, finishAnswer, sayNothingFound } from './draft-answer.ts';
import { smallTalkIn } from './small-talk.ts';
import { createStopwatch } from './stopwatch.ts';
import { noticeOf } from './texts.ts';

export type { AnswerDeps, AnswerRequest, EarlierExchange, Found } from './answering.ts';

/**
 * Answers a question from what the caller may read: sources first, then text with citations, once `done`. Without a
 * model, or when it does not answer, the sources are quoted word for word; when nothing fits, it says so without asking
 * a model. Rights are asked again just before the prompt is built.
 * @throws the signal's reason when it is aborted; errors of `retrieve` and `regate`; never an error of the model
 */
export async function* answerQuestion(
  deps: AnswerDeps,
  request: AnswerRequest,
): AsyncGenerator<AnswerEvent, void> {
  const stopwatch = createStopwatch(deps.clock);
  const talk = smallTalkIn(request.question);
  if (talk) {
    const draft = yield* answerSmallTalk(talk, request);
    yield { type: 'done', answer: finishAnswer(draft, request, { notices: [], timings: {} }, stopwatch) };
    return;
  }
  const found = await deps.retrieve();
  for (const code of found.notices) yield { type: 'notice', notice: noticeOf(code, request.language) };
  stopwatch.lap();
  const readable = await deps.regate(found.passages.map((passage) => passage.id));
  stopwatch.record('regateMs');
  request.signal.throwIfAborted();
  const passages = found.passages.flatMap((passage) => {
    const section = readable.get(passage.id);
    return section ? [{ ...passage, section }] : [];
  });
  const { confidence, signals } = found.judge(passages);
  const parts = found.parts?.map((part) => ({
    ...part,
    confidence: part.judge(passages.filter(part.isOwn)).confidence,
  }));
  const abstention = decideAbstention(confidence, request.searched);
  const draft = abstention
    ? yield* sayNothingFound(abstention, { ...request, otherWords: found.otherWords })
    : yield* draftAnswer(
        passages,
        deps,
        { ...request, confidence, parts, otherForms: found.otherForms, otherWords: found.otherWords },
        stopwatch,
      );
  const offered = request.wish && { offeredTask: offerTask(request.wish, draft.sources) };
  yield { type: 'done', answer: { ...finishAnswer(draft, request, found, stopwatch), ...offered, signals } };
}
