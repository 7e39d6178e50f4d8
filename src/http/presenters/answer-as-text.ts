import type { Answer, Source } from '../../core/answer/answer.ts';
import { citedNumbers } from '../../core/answer/cited-numbers.ts';
import { withoutLiveMarkup } from '../../core/answer/inert-text.ts';
import { placeLabel } from '../../core/place-label.ts';

/** An answer for clients that show nothing but text, above its sources: « Sources : [1] Règlement intérieur, p. 3 ». */
export function answerAsText(answer: Answer): string {
  const { text, language, sources, sentences } = answer;
  const cited = citedNumbers(sentences);
  const named = sources.filter(({ n }) => cited.has(n));
  if (named.length === 0) return text;
  const title = language === 'fr' ? 'Sources\u202f:' : 'Sources:';
  return `${text}\n\n${[title, ...named.map((source) => lineOf(source, language))].join('\n')}`;
}

function lineOf({ n, document, place }: Source, language: Answer['language']): string {
  const where = place ? `, ${placeLabel(place, language)}` : '';
  // Names are the authors' words: a client that renders Markdown finds nothing in them to load (R42).
  return `[${n}] ${withoutLiveMarkup(`${document.title}${where} (${document.path})`)}`;
}
