import { tunables } from '../../../config/tunables.ts';
import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { Language } from '../document.ts';
import { shorten } from '../shorten.ts';
import type { EarlierExchange } from './answering.ts';
import { chooseBoundary, fenceOf, type RandomBytes } from './boundary.ts';
import { condenseExchange } from './condense-exchange.ts';
import { neutralise, neutraliseLine } from './neutralise.ts';
import type { Passage } from './passage.ts';
import type { ReadSource } from './pick-sources.ts';
import { type RenderedPrompt, renderPrompt } from './render-prompt.ts';
import { texts } from './texts.ts';

/** The prompt that this code knows the values of. A new version of the text is a new file and a new number here. */
export const answerPrompt = { id: 'answer-question', version: 1 } as const;

/**
 * The prompt for a question. Whatever comes from documents, people or earlier answers stands in a fence whose mark is drawn
 * for this request (R36), the best passages first and last, where models read best.
 */
export function renderAnswerPrompt(
  deps: { readonly prompts: PromptLibrary; readonly random: RandomBytes },
  request: {
    readonly question: string;
    readonly language: Language;
    readonly history: readonly EarlierExchange[];
    readonly sources: readonly ReadSource[];
  },
): RenderedPrompt {
  const { language } = request;
  const prompt = deps.prompts.get({ ...answerPrompt, language });
  const question = neutralise(request.question).trim();
  const passages = bestFirstAndLast(request.sources).map((source) => passageOf(source, language));
  const history = request.history.slice(-tunables.answering.historyTurns).map(condenseExchange);
  const boundary = chooseBoundary(deps.random, [question, ...passages, ...history]);
  const fence = fenceOf(boundary);
  return renderPrompt(prompt, {
    boundary,
    history: history.length === 0 ? '' : `${historyTitle[language]}\n${fence(history.join('\n'))}\n\n`,
    notFound: texts[language].modelFoundNothing,
    passages: passages.map(fence).join('\n\n'),
    question,
  });
}

const historyTitle = { fr: 'Échanges précédents :', en: 'Earlier exchanges:' } as const;

/** Ranks 1, 3, 5, 6, 4, 2. */
function bestFirstAndLast<T>(ranked: readonly T[]): T[] {
  const odd = ranked.filter((_, index) => index % 2 === 0);
  const even = ranked.filter((_, index) => index % 2 === 1);
  return [...odd, ...even.reverse()];
}

/** `[n] Title › section (date)`, then the text. */
function passageOf({ source, excerpt }: ReadSource, language: Language): string {
  return `[${source.n}] ${placeOfPassage(source, language)}\n${neutralise(excerpt).trim()}`;
}

/** `Title › section (date)`. */
export function placeOfPassage(
  { document, headings }: Pick<Passage, 'document' | 'headings'>,
  language: Language,
): string {
  // A title of ten lines would come before every passage.
  const place = [shorten(document.title, tunables.answering.titleCharacters), ...headings]
    .map(neutraliseLine)
    .filter((part) => part !== '');
  const day = document.modifiedAt.toISOString().slice(0, 10);
  const date = language === 'fr' ? day.split('-').reverse().join('/') : day;
  return `${place.join(' › ')} (${date})`;
}
