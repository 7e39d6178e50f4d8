import type { Answer, Source } from '../../core/answer/answer.ts';
import { withoutLiveMarkup } from '../../core/answer/inert-text.ts';
import { placeLabel } from '../../core/place-label.ts';

/** An answer for clients that show nothing but text: its sources stand below it. */
export function answerAsText(answer: Answer): string {
  const cited = new Set(answer.sentences.flatMap(({ citations }) => citations));
  const named = answer.sources.filter(({ n }) => cited.has(n));
  if (named.length === 0) return answer.text;
  return `${answer.text}\n\n${sourcesAsText(named, answer.language)}`;
}

/** « Sources : [1] Règlement intérieur, p. 3 ». */
export function sourcesAsText(sources: readonly Source[], language: Answer['language']): string {
  const title = language === 'fr' ? 'Sources\u202f:' : 'Sources:';
  return [title, ...sources.map((source) => lineOf(source, language))].join('\n');
}

function lineOf({ n, document, place }: Source, language: Answer['language']): string {
  const where = place ? `, ${placeLabel(place, language)}` : '';
  // Names are the authors' words: a client that renders Markdown finds nothing in them to load (R42).
  return `[${n}] ${withoutLiveMarkup(`${document.title}${where} (${document.path})`)}`;
}
