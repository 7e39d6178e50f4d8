import { createChecker } from '../check/checker.ts';
import type { OfferedPassage } from '../check/evidence.ts';
import type { Abstention } from './abstention.ts';
import type { Answer, AnswerEvent, Notice, Source } from './answer.ts';
import type { AnswerDeps, AnswerRequest, Found } from './answering.ts';
import { askSecondOpinions } from './ask-second-opinions.ts';
import { neutralise, neutraliseLine } from './neutralise.ts';
import type { PassageInContext } from './passage.ts';
import { pickSources, type ReadSource } from './pick-sources.ts';
import { renderAnswerPrompt } from './render-answer-prompt.ts';
import type { Stopwatch } from './stopwatch.ts';
import { noticeOf, texts } from './texts.ts';
import { writeQuotes } from './write-quotes.ts';
import { type ModelReply, writeWithModel } from './write-with-model.ts';

/** An answer but for what is the same for all of them. */
export type Draft = Omit<Answer, 'language' | 'searchedFor' | 'usage'> & {
  readonly usage?: Partial<Answer['usage']>;
};

type Drafting = AsyncGenerator<AnswerEvent, Draft>;

/** Writes the answer with the model, or quotes when there is none or it does not answer. */
export async function* draftAnswer(
  passages: readonly PassageInContext[],
  deps: AnswerDeps,
  request: AnswerRequest,
  stopwatch: Stopwatch,
): Drafting {
  const picked = pickSources(passages);
  const sources = picked.map(({ source }) => source);
  // Rendered before anything is handed out, so that nothing can happen between the gate and the prompt.
  const prompt = deps.model && renderAnswerPrompt(deps, { ...request, sources: picked });
  yield { type: 'sources', sources };
  if (!deps.model || !prompt) return yield* quote('no-model', sources, request);
  const checker = createChecker({ ...request, question: asked(request), passages: picked.map(asOffered) });
  const circumstances = { ...request, checker, sources: sources.length, stopwatch };
  const written = yield* writeWithModel(deps.model, prompt, circumstances);
  if (written.end === 'silent') return yield* quote('model-unavailable', sources, request);
  if (written.end === 'withheld') return yield* quote('nothing-supported', sources, request);
  const reply = { ...written, ...(yield* askSecondOpinions(deps.secondOpinion, written, picked, request)) };
  const usage = { ...reply.tokens, provider: deps.model.provider, model: deps.model.model };
  return { ...(yield* closeReply(reply, sources, request)), usage, removedCitations: reply.removedCitations };
}

/** A source as it stands in the prompt. */
function asOffered({ source, excerpt }: ReadSource): OfferedPassage {
  const { title, modifiedAt, language } = source.document;
  return {
    n: source.n,
    title: neutraliseLine(title),
    headings: source.headings.map(neutraliseLine),
    date: modifiedAt,
    excerpt: neutralise(excerpt),
    language,
  };
}

/** The question as it was asked and as it was searched: the answer may repeat both. */
function asked({ question, searchedFor }: AnswerRequest): string {
  return searchedFor === undefined ? question : `${question}\n${searchedFor}`;
}

async function* closeReply(reply: ModelReply, sources: readonly Source[], request: AnswerRequest): Drafting {
  const { text, sentences } = reply;
  if (reply.end === 'nothing-found') {
    const said = text === '' ? texts[request.language].nothingFound(request.searched) : text;
    if (text === '') yield { type: 'text-delta', text: said };
    return {
      outcome: 'not-found',
      reason: 'model-found-nothing',
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

/** What is said of an answer that is only quoted, by the reason for it. */
const quoteNotices = {
  'no-model': [],
  'model-unavailable': ['model-unavailable'],
  'nothing-supported': ['sentences-withheld'],
} as const satisfies Record<string, readonly Notice['code'][]>;

async function* quote(
  reason: keyof typeof quoteNotices,
  sources: readonly Source[],
  request: AnswerRequest,
): Drafting {
  const { question, searchedFor = question, language, otherForms, confidence } = request;
  const notices = quoteNotices[reason].map((code) => noticeOf(code, language));
  for (const notice of notices) yield { type: 'notice', notice };
  const written = yield* writeQuotes(searchedFor, sources, {
    language,
    otherForms,
    isSure: confidence === 'sure',
  });
  return { outcome: 'quoted', reason, ...written, sources, notices };
}

/** Says what was searched, in the same words whether the answer is absent or forbidden. */
export async function* sayNothingFound(reason: NonNullable<Abstention>, request: AnswerRequest): Drafting {
  const { nothingFound, scopeEmpty } = texts[request.language];
  const text = reason === 'scope-empty' ? scopeEmpty : nothingFound(request.searched);
  yield { type: 'sources', sources: [] };
  yield { type: 'text-delta', text };
  return { outcome: 'not-found', reason, text, sentences: [], sources: [], notices: [] };
}

/** Completes a draft with its language, the notices of the search, and what it cost. */
export function finishAnswer(
  draft: Draft,
  request: AnswerRequest,
  found: Found,
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
      timings: { ...whole(found.timings), ...stopwatch.timings() },
    },
  };
}

function whole(timings: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(ms)]));
}
