import { tunables } from '../../../config/tunables.ts';
import type { ChatTurn } from '../../ports/language-model.ts';
import type { Prompt, PromptLibrary } from '../../ports/prompt-library.ts';
import type { Language } from '../document.ts';
import type { EarlierExchange } from './answering.ts';
import { chooseBoundary, type RandomBytes } from './boundary.ts';
import { condenseExchange } from './condense-exchange.ts';
import { neutralise, neutraliseLine } from './neutralise.ts';
import type { Passage } from './passage.ts';
import type { ReadSource } from './pick-sources.ts';
import { renderTemplate } from './render-template.ts';
import { texts } from './texts.ts';

/** What goes to the model. The same question, history, passages and boundary give the same bytes (R02). */
export type AnswerPrompt = {
  readonly turns: readonly ChatTurn[];
  readonly sampling: Pick<Prompt, 'temperature' | 'maxTokens'>;
};

/** The prompt that this code knows the values of. A new version of the text is a new file and a new number here. */
export const answerPrompt = { id: 'answer-question', version: 1 } as const;

/**
 * The prompt for a question: one system and one user turn, which every chat template accepts. Whatever comes from
 * documents, people or earlier answers stands in a fence whose mark is drawn for this request (R36), the best passages
 * first and last, where models read best.
 */
export function renderAnswerPrompt(
  deps: { readonly prompts: PromptLibrary; readonly random: RandomBytes },
  request: {
    readonly question: string;
    readonly language: Language;
    readonly history: readonly EarlierExchange[];
    readonly sources: readonly ReadSource[];
  },
): AnswerPrompt {
  const { language } = request;
  const prompt = deps.prompts.get({ ...answerPrompt, language });
  const question = neutralise(request.question).trim();
  const passages = bestFirstAndLast(request.sources).map((source) => passageOf(source, language));
  const history = request.history.slice(-tunables.answering.historyTurns).map(condenseExchange);
  const boundary = chooseBoundary(deps.random, [question, ...passages, ...history]);
  const fence = (text: string): string => `<<<${boundary}\n${text}\n${boundary}>>>`;
  const values = new Map([
    ['boundary', boundary],
    ['history', history.length === 0 ? '' : `${historyTitle[language]}\n${fence(history.join('\n'))}\n\n`],
    ['notFound', texts[language].modelFoundNothing],
    ['passages', passages.map(fence).join('\n\n')],
    ['question', question],
  ]);
  return {
    turns: [
      { role: 'system', content: renderTemplate(prompt.system, values) },
      { role: 'user', content: renderTemplate(prompt.user, values) },
    ],
    sampling: { temperature: prompt.temperature, maxTokens: prompt.maxTokens },
  };
}

const historyTitle = { fr: 'Échanges précédents :', en: 'Earlier exchanges:' } as const;

/** Ranks 1, 3, 5, 6, 4, 2. */
function bestFirstAndLast<T>(ranked: readonly T[]): T[] {
  const odd = ranked.filter((_, index) => index % 2 === 0);
  const even = ranked.filter((_, index) => index % 2 === 1);
  return [...odd, ...even.reverse()];
}

/** `[n] Title › section (date)`, then the text. */
export function passageOf({ source, excerpt }: ReadSource, language: Language): string {
  return `[${source.n}] ${placeOfPassage(source, language)}\n${neutralise(excerpt).trim()}`;
}

/** `Title › section (date)`. */
export function placeOfPassage(
  { document, headings }: Pick<Passage, 'document' | 'headings'>,
  language: Language,
): string {
  const place = [document.title, ...headings].map(neutraliseLine).filter((part) => part !== '');
  const day = document.modifiedAt.toISOString().slice(0, 10);
  const date = language === 'fr' ? day.split('-').reverse().join('/') : day;
  return `${place.join(' › ')} (${date})`;
}
