import { fold } from '../find/fold.ts';
import type { Source } from './answer.ts';
import { weekdayNames } from './days-meant.ts';
import type { RatedQuote } from './rate-quotes.ts';

/** A capital within a sentence begins a name; letters that are all capitals are an acronym, which may be written out elsewhere. */
const name = /(?<=[\p{Ll}\p{N},;'’] ?)(?<!\p{L})\p{Lu}\p{Ll}{2,}(?:-\p{Lu}\p{Ll}+)*(?!\p{L})/gu;
const year = /(?<![\d.,/-])(?:19|20)\d\d(?![\d.,/-]|\p{L})/gu;

/**
 * Whether sources speak of whom, of which place and of which year a question names, and have a row for the number or the day that it
 * gives where a table tells rows apart by it. What was found for « le bâtiment Trousseau » and names only other buildings is no sure answer.
 */
export function namesAreMet(
  question: string,
  rated: readonly RatedQuote[],
  sources: readonly Source[],
): boolean {
  const others = rated.some(({ unit, fits }) => unit.kind === 'row' && fits === false);
  const isFound = rated.some(({ fits }) => fits);
  if (others && !isFound) return false;
  if (!isFound && !isWeekdayMet(question, rated)) return false;
  const named = [...question.matchAll(name), ...question.matchAll(year)].map(([found]) => fold(found));
  if (named.length === 0) return true;
  const said = fold(
    sources
      .flatMap(({ document, headings, text }) => [document.title, document.path, ...headings, text])
      .join('\n'),
  );
  return named.every((one) => said.includes(one));
}

const weekday = new RegExp(`(?<!\\p{L})(?:${weekdayNames.fr.join('|')})(?=s?(?!\\p{L}))`, 'gu');
/** « du lundi au samedi », « tous les jours » say it of others than they name. */
const severalDays =
  /(?:lundi|mardi|mercredi|jeudi|vendredi|samedi) (?:au|a) |tous les jours|chaque jour|quotidien|en semaine|week-end|jours? ouvr|7 ?j|24 ?h/u;
/** So many of the best pieces are quoted at most. */
const looked = 4;

/** Who is there on Friday is not told by who is there on Monday. */
function isWeekdayMet(question: string, rated: readonly RatedQuote[]): boolean {
  const asked = fold(question).match(weekday) ?? [];
  const said = rated
    .slice(0, looked)
    .map(({ unit: { text, cells, context } }) =>
      fold([text, context, ...cells.map(({ name }) => name)].join(' ')),
    );
  return (
    said.some((one) => severalDays.test(one)) || asked.every((day) => said.some((one) => one.includes(day)))
  );
}
