import { tunables } from '../../../config/tunables.ts';
import { smallTalkIn } from '../answer/small-talk.ts';
import type { Language } from '../document.ts';
import { termAskedFor } from '../find/definition.ts';
import { detectLanguage } from '../find/detect-language.ts';
import { fold } from '../find/fold.ts';
import { languageByFunctionWords } from '../find/function-words.ts';
import type { ContextWords } from '../find/question-words.ts';
import { parseTimeIntent, type TimeIntent } from '../find/time-intent.ts';
import { contextOf } from './context-of.ts';
import { asksSomewhere } from './courtesy-patterns.ts';
import { type PartedQuestion, partAsides } from './part-asides.ts';
import { readCorrection } from './read-correction.ts';
import { type RewriteDeps, type RewriteRequest, rewriteWithModel } from './rewrite-with-model.ts';
import { separateQuestions } from './separate-questions.ts';
import { dependenceOf, mayBeNew } from './stands-alone.ts';
import { type TaskWish, wishedTask } from './wished-task.ts';

/** A question as it is searched. */
export type UnderstoodQuestion = {
  readonly query: string;
  readonly context: readonly ContextWords[];
  /** Which time the documents should be from; `null` when the question wants nothing of the kind. */
  readonly time: TimeIntent | null;
  /** What it asks to have defined; `null`: nothing. */
  readonly term: string | null;
  /** A task on documents that it asks for; `null`: it asks a question. */
  readonly wish: TaskWish | null;
  /** What was understood, to be shown; `null` when the question leans on nothing said before. */
  readonly searchedFor: string | null;
};

/** A message as it is searched. */
export type UnderstoodMessage = UnderstoodQuestion & {
  /** Its questions, where it asks several: each as it was asked, leaning on those before it. */
  readonly parts: readonly (UnderstoodQuestion & { readonly question: string })[];
};

/** The questions to search, one by one. */
export function questionsOf(message: UnderstoodMessage, asked: string): UnderstoodMessage['parts'] {
  return message.parts.length > 0 ? message.parts : [{ ...message, question: asked }];
}

/**
 * Understands a question by rules, without a model: when its documents should be from, and, when it leans on earlier
 * questions, what they were about. Small talk (« merci ») leans on nothing. The same conversation gives the same result.
 * `now` is what « cette année » counts from.
 */
export function understandByWords(
  question: string,
  earlierQuestions: readonly string[],
  circumstances: Circumstances,
): UnderstoodMessage {
  const whole = understandOne(question, earlierQuestions, circumstances);
  return { ...whole, parts: partsOf(question, earlierQuestions, circumstances) };
}

/** A task is asked for on the whole message. */
function partsOf(
  question: string,
  earlierQuestions: readonly string[],
  circumstances: Circumstances,
): UnderstoodMessage['parts'] {
  const questions = separateQuestions(question, circumstances.language);
  if (questions.length === 1 || wishedTask(question)) return [];
  return questions.map((question, at) => {
    const before = [...earlierQuestions, ...questions.slice(0, at)];
    // « Et qui signe les marchés ? » goes on with the message, not with the question before.
    const own = at === 0 ? question : question.replace(goesOn, '');
    return { ...understandOne(own, before, { ...circumstances, isPart: at > 0 }), question };
  });
}

const goesOn = /^(?:et|and|puis|then)(?: aussi| also)?,? /iu;

type Circumstances = {
  readonly language: Language;
  readonly now: Date;
  /** It stands behind others in one message. */
  readonly isPart?: boolean;
};

function understandOne(
  question: string,
  earlierQuestions: readonly string[],
  { language, now, isPart = false }: Circumstances,
): UnderstoodQuestion {
  const parted = partAsides(question);
  const alone = understandAlone(parted, now);
  if (earlierQuestions.length === 0 || smallTalkIn(question)) return alone;
  const dependence = dependenceOf(parted.question, language);
  if (dependence === null) return alone;
  const correction = readCorrection(parted.question, language);
  // « Je me suis trompé » says nothing else.
  const meant = correction?.meant.trim() || parted.question;
  const own = understandAlone({ ...parted, question: meant }, now);
  const earlier = earlierQuestions
    .slice(-tunables.understanding.contextQuestions)
    .map((before) => parseTimeIntent(partAsides(before).question, now));
  // « Et en 2024 ? » is not about the year before it.
  const about = earlier.map(({ words }) => (own.time === null ? words : words.replace(years, ' ')));
  const { contextWeight, looseContextWeight } = tunables.understanding;
  // « Qui peut télétravailler ? » behind another question asks something else more often than not.
  const isBeside = isPart && dependence === 'fragment';
  const isLoose = mayBeNew(dependence) || correction?.rejected === '' || isBeside;
  const context = contextOf(about, language, {
    weight: isLoose ? looseContextWeight : contextWeight,
    withGeneric: !asksSomewhere.test(fold(own.query)),
    without: correction?.rejected ?? '',
  });
  if (context.length === 0) return own;
  const time = own.time ?? earlier.findLast(({ intent }) => intent !== null)?.intent ?? null;
  return {
    ...own,
    context: [...own.context, ...context],
    time,
    searchedFor: isBeside ? null : `${question} (${context.map(({ text }) => text).join(', ')})`,
  };
}

const years = /(?<!\p{N})(?:19|20)\d\d(?!\p{N})/gu;

function understandAlone({ question, asides }: PartedQuestion, now: Date): UnderstoodQuestion {
  const wish = wishedTask(question);
  const { intent, words } = parseTimeIntent(wish?.about || question, now);
  const context = asides.map((text) => ({ text, weight: tunables.understanding.asideWeight }));
  const asked = termAskedFor(words);
  const { term = null } = asked ?? {};
  return { query: asked?.words ?? words, context, time: intent, term, wish, searchedFor: null };
}

/**
 * The same, but a question that leans on earlier ones is rewritten by the model where there is one: the one that will
 * answer, so that what may be sent to it is decided once. When its rewriting is of no use, the words must do.
 * @throws the signal's reason when it is aborted; never an error of the model
 */
export async function understandQuestion(
  deps: Omit<RewriteDeps, 'model'> & Partial<Pick<RewriteDeps, 'model'>>,
  request: RewriteRequest & { readonly now: Date },
): Promise<UnderstoodMessage> {
  const { question, history, now } = request;
  const byWords = understandByWords(
    question,
    history.map((exchange) => exchange.question),
    request,
  );
  if (byWords.searchedFor === null || deps.model === undefined) return byWords;
  const rewritten = await rewriteWithModel({ ...deps, model: deps.model }, request);
  if (rewritten === null) return byWords;
  // Copied as it was: the model saw that it changes the subject.
  const searchedFor = rewritten === question.trim() ? null : rewritten;
  const parts = partsOf(rewritten, [], request);
  return { ...understandAlone(partAsides(rewritten), now), wish: byWords.wish, searchedFor, parts };
}

/** The language of a question; one too short to tell is in that of the question before it. Small talk tells its own. */
export function languageOfQuestion(question: string, earlierQuestions: readonly string[]): Language {
  const talk = smallTalkIn(question);
  if (talk) return talk.language;
  const before = earlierQuestions.at(-1);
  if (before === undefined || languageByFunctionWords(question) !== null) return detectLanguage(question);
  return languageOfQuestion(before, earlierQuestions.slice(0, -1));
}
