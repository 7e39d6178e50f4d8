import { fold } from '../find/fold.ts';
import type { Source } from './answer.ts';
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
  if (others && !rated.some(({ fits }) => fits)) return false;
  const named = [...question.matchAll(name), ...question.matchAll(year)].map(([found]) => fold(found));
  if (named.length === 0) return true;
  const said = fold(
    sources
      .flatMap(({ document, headings, text }) => [document.title, document.path, ...headings, text])
      .join('\n'),
  );
  return named.every((one) => said.includes(one));
}
