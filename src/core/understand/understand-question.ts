import type { TokenUsage } from '../../ports/language-model.ts';
import type { EarlierExchange } from '../answer/answering.ts';
import type { Language } from '../document.ts';
import { detectLanguage } from '../find/detect-language.ts';
import { languageByFunctionWords } from '../find/function-words.ts';
import type { ContextWords } from '../find/question-words.ts';
import { contextOf } from './context-of.ts';
import { type RewriteDeps, rewriteWithModel } from './rewrite-with-model.ts';
import { dependenceOf } from './stands-alone.ts';

/** A question as it is searched. */
export type UnderstoodQuestion = {
  readonly query: string;
  readonly context: readonly ContextWords[];
  /** What was understood, to be shown; `null` when the question is searched as it was asked. */
  readonly searchedFor: string | null;
};

/**
 * Understands a question that leans on earlier ones by their words, without a model. The same conversation gives the
 * same result; a question that stands alone stays as it is.
 */
export function understandByWords(
  question: string,
  earlierQuestions: readonly string[],
  language: Language,
): UnderstoodQuestion {
  const asked = { query: question, context: [], searchedFor: null };
  if (earlierQuestions.length === 0 || dependenceOf(question, language) === null) return asked;
  const context = contextOf(earlierQuestions, language);
  if (context.length === 0) return asked;
  return { ...asked, context, searchedFor: `${question} (${context.map(({ text }) => text).join(', ')})` };
}

/**
 * The same, but a question that leans on earlier ones is rewritten by the model where there is one: the one that will
 * answer, so that what may be sent to it is decided once. When its rewriting is of no use, the words must do.
 * @throws the signal's reason when it is aborted; never an error of the model
 */
export async function understandQuestion(
  deps: Omit<RewriteDeps, 'model'> & Partial<Pick<RewriteDeps, 'model'>>,
  request: {
    readonly question: string;
    readonly language: Language;
    readonly history: readonly EarlierExchange[];
    readonly signal: AbortSignal;
  },
): Promise<UnderstoodQuestion & { readonly tokens: TokenUsage | null }> {
  const { question, history, language } = request;
  const byWords = understandByWords(
    question,
    history.map((exchange) => exchange.question),
    language,
  );
  if (byWords.searchedFor === null || deps.model === undefined) return { ...byWords, tokens: null };
  const { question: rewritten, tokens } = await rewriteWithModel({ ...deps, model: deps.model }, request);
  if (rewritten === null) return { ...byWords, tokens };
  // Copied as it was: the model saw that it changes the subject.
  if (rewritten === question.trim()) return { query: question, context: [], searchedFor: null, tokens };
  return { query: rewritten, context: [], searchedFor: rewritten, tokens };
}

/** The language of a question; one too short to tell is in that of the question before it. */
export function languageOfQuestion(question: string, earlierQuestions: readonly string[]): Language {
  const before = earlierQuestions.at(-1);
  if (before === undefined || languageByFunctionWords(question) !== null) return detectLanguage(question);
  return languageOfQuestion(before, earlierQuestions.slice(0, -1));
}
