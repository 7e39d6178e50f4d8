import { tunables } from '../../../config/tunables.ts';
import type { Likeness } from './likeness.ts';
import { bestFirst, type RatedQuote } from './rate-quotes.ts';

/**
 * The pieces of the sources, best first, where meaning counts beside words: the best ones by words gain by how near they
 * are, from the least near of them (nothing) to the nearest (`meaningWeight`). Without a `likeness`, or where it cannot
 * tell, they stay as they are.
 */
export async function weighByMeaning(
  question: string,
  rated: readonly RatedQuote[],
  likeness: Likeness | undefined,
): Promise<readonly RatedQuote[]> {
  const { piecesCompared, meaningWeight } = tunables.answering.quoting;
  const compared = rated.slice(0, piecesCompared);
  if (!likeness || compared.length < 2) return rated;
  const near = await likeness(
    question,
    compared.map(meant),
    compared.map(({ source }) => source.sensitivity),
  );
  if (near === null) return rated;
  const least = Math.min(...near);
  const range = Math.max(...near) - least;
  if (range === 0) return rated;
  return rated
    .map((one, at) => ({
      ...one,
      score: one.score + (meaningWeight * ((near[at] ?? least) - least)) / range,
    }))
    .sort(bestFirst);
}

/** A row or an item means little without what stands over it. */
function meant({ unit, source }: RatedQuote): string {
  if (unit.kind === 'sentence') return unit.text;
  const over = unit.under || source.headings.at(-1) || source.document.title;
  const words =
    unit.kind === 'row'
      ? unit.cells.map(({ name, value }) => (name ? `${name} : ${value}` : value)).join(' ; ')
      : unit.text;
  return `${over}. ${words}`;
}
