import { tunables } from '../../../config/tunables.ts';
import { createChecker } from '../check/checker.ts';
import type { Abstention } from './abstention.ts';
import type { Answer, AnswerEvent, Draft, Source } from './answer.ts';
import { createSentenceStream } from './answer-sentences.ts';
import type { Confidence } from './answerable.ts';
import type { AnswerDeps, AnswerRequest, Found } from './answering.ts';
import { asOffered } from './as-offered.ts';
import { askSecondOpinions } from './ask-second-opinions.ts';
import type { PassageInContext } from './passage.ts';
import { pickSources, type Reading } from './pick-sources.ts';
import { quoteEach, quoteFor } from './quote-questions.ts';
import { renderAnswerPrompt } from './render-answer-prompt.ts';
import { repairCitations } from './repair-citations.ts';
import { type SmallTalk, smallTalkAnswers } from './small-talk.ts';
import { type Stopwatch, wholeMilliseconds } from './stopwatch.ts';
import { noticeOf, noticeOfUnwritten, texts, type UnwrittenReason } from './texts.ts';
import { type ModelReply, writeWithModel } from './write-with-model.ts';

type Drafting = AsyncGenerator<AnswerEvent, Draft>;

/** Writes the answer with the model, or quotes when there is none or it does not answer. */
export async function* draftAnswer(
  passages: readonly PassageInContext[],
  deps: AnswerDeps,
  request: AnswerRequest,
  stopwatch: Stopwatch,
): Drafting {
  const picked = pickSources(passagesFor(passages, request, ['none']), request.reading);
  const sources = picked.map(({ source }) => source);
  const routing = deps.routeModels(sources);
  if ('reason' in routing) {
    const worth = passagesFor(passages, request, ['none', 'doubtful']);
    const quotable = pickSources(worth, readingForEach(request)).map(({ source }) => source);
    yield { type: 'sources', sources: quotable };
    return yield* quote(routing.reason, quotable, deps, request);
  }
  // Rendered before anything is handed out, so that nothing can happen between the gate and the prompt.
  const prompt = renderAnswerPrompt(deps, { ...request, sources: picked });
  yield { type: 'sources', sources };
  const checker = createChecker({ ...request, question: asked(request), passages: picked.map(asOffered) });
  const circumstances = { ...request, checker, sources: sources.length, stopwatch };
  const started = deps.clock.now();
  for (const model of routing.chain) {
    const reply = yield* writeWithModel(model, prompt, circumstances);
    if (reply.end === 'withheld') return yield* quote('nothing-supported', sources, deps, request);
    if (reply.end !== 'silent') {
      // Asked of the model that was given these sources, and of no other.
      const opinion = deps.secondOpinion?.(model);
      const sentences = yield* askSecondOpinions(opinion, reply.streamed.sentences, picked, request);
      const written = repairCitations({ ...reply.streamed, sentences });
      const usage = { ...reply.tokens, provider: model.provider, model: model.model };
      return {
        ...(yield* closeReply({ ...reply, ...written }, sources, request)),
        usage,
        removedCitations: reply.removedCitations,
      };
    }
    // Another one is asked only when this one failed at once: people are not left waiting twice (R83).
    if (deps.clock.now() - started > tunables.answering.nextProviderWithinMs) break;
  }
  return yield* quote('model-unavailable', sources, deps, request);
}

/** Without those that were found for a question alone which they hardly answer, of so little confidence. */
function passagesFor(
  passages: readonly PassageInContext[],
  { confidence, parts }: AnswerRequest,
  without: readonly (Confidence | undefined)[],
): readonly PassageInContext[] {
  if (!parts) return without.includes(confidence) ? [] : passages;
  const worth = parts.filter((part) => !without.includes(part.confidence));
  return passages.filter((passage) => worth.some(({ isOwn }) => isOwn(passage)));
}

/** What no model reads costs nothing: each question has as much as one alone. */
function readingForEach({ reading = tunables.answering, parts }: AnswerRequest): Reading {
  const questions = parts?.length ?? 1;
  return { sources: reading.sources * questions, sourceTokens: reading.sourceTokens * questions };
}

/** The question as it was asked and as it was searched: the answer may repeat both. */
function asked({ question, searchedFor }: AnswerRequest): string {
  return searchedFor === undefined ? question : `${question}\n${searchedFor}`;
}

async function* closeReply(reply: ModelReply, sources: readonly Source[], request: AnswerRequest): Drafting {
  const { text, sentences } = reply;
  if (reply.end === 'nothing-found') {
    const suggestions = await request.otherWords?.();
    const said = text === '' ? texts[request.language].nothingFound(request.searched, suggestions) : text;
    if (text === '') yield { type: 'text-delta', text: said };
    return {
      outcome: 'not-found',
      reason: 'model-found-nothing',
      ...(suggestions?.length && { suggestions }),
      text: said,
      sentences: [],
      sources,
      notices: [],
    };
  }
  const notices = [
    ...(reply.end === 'interrupted' ? (['model-interrupted'] as const) : []),
    ...(reply.withheld > 0 ? (['sentences-withheld'] as const) : []),
  ].map((code) => noticeOf(code, request.language));
  for (const notice of notices) yield { type: 'notice', notice };
  return { outcome: 'answered', text, sentences, sources, notices };
}

async function* quote(
  reason: UnwrittenReason,
  sources: readonly Source[],
  deps: Pick<AnswerDeps, 'likeness'>,
  request: AnswerRequest,
): Drafting {
  const { question, searchedFor = question, language, otherForms, confidence, parts } = request;
  const code = noticeOfUnwritten[reason];
  const notices = code ? [noticeOf(code, language)] : [];
  for (const notice of notices) yield { type: 'notice', notice };
  if (confidence === 'doubtful')
    return { ...(yield* tellNothingFound('nothing-readable-found', request)), sources, notices };
  const written = parts
    ? yield* quoteEach(parts, sources, deps, language)
    : yield* quoteFor({ searchedFor, otherForms, confidence }, sources, deps, { language });
  return { outcome: 'quoted', reason, ...written, sources, notices };
}

/** Says what was searched, in the same words whether the answer is absent or forbidden. */
export async function* sayNothingFound(reason: NonNullable<Abstention>, request: AnswerRequest): Drafting {
  yield { type: 'sources', sources: [] };
  return yield* tellNothingFound(reason, request);
}

async function* tellNothingFound(reason: NonNullable<Abstention>, request: AnswerRequest): Drafting {
  const { nothingFound, scopeEmpty } = texts[request.language];
  const suggestions = reason === 'scope-empty' ? [] : ((await request.otherWords?.()) ?? []);
  const text =
    reason === 'scope-empty' ? scopeEmpty(request.searched) : nothingFound(request.searched, suggestions);
  yield { type: 'text-delta', text };
  return {
    outcome: 'not-found',
    reason,
    text,
    ...(suggestions.length > 0 && { suggestions }),
    sentences: [],
    sources: [],
    notices: [],
  };
}

/** Answers what is no question for documents, without a search and without a model. */
export async function* answerSmallTalk({ kind, language }: SmallTalk, { searched }: AnswerRequest): Drafting {
  const text = smallTalkAnswers[language][kind](searched);
  yield { type: 'sources', sources: [] };
  yield { type: 'text-delta', text };
  const stream = createSentenceStream(language);
  const sentences = [...stream.push(text), ...stream.finish()].map((one) => ({
    ...one,
    support: 'not-checked' as const,
  }));
  return { outcome: 'answered', reason: 'small-talk', text, sentences, sources: [], notices: [] };
}

/** Completes a draft with its language, the notices of the search, and what it cost. */
export function finishAnswer(
  draft: Draft,
  request: Pick<AnswerRequest, 'language' | 'searchedFor'>,
  found: Pick<Found, 'notices' | 'timings'>,
  stopwatch: Stopwatch,
): Answer {
  return {
    ...draft,
    language: request.language,
    ...(request.searchedFor !== undefined && { searchedFor: request.searchedFor }),
    notices: [...found.notices.map((code) => noticeOf(code, request.language)), ...draft.notices],
    usage: {
      promptTokens: null,
      completionTokens: null,
      costEuro: null,
      provider: null,
      model: null,
      ...draft.usage,
      timings: { ...wholeMilliseconds(found.timings), ...stopwatch.timings() },
    },
  };
}
