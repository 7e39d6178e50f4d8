import { tunables } from '../../../config/tunables.ts';
import { leansBack } from './leans-back.ts';
import type { RatedQuote } from './rate-quotes.ts';

const { listItems } = tunables.answering.quoting;

/**
 * Of the rated pieces, best first, those to quote word for word: one to four sentences, list items
 * or table rows, an item with its introduction and an introduction with its items, the whole of a short list or of a small table of
 * two columns of which two pieces were chosen, and what is short between two others: another one may be what is asked for. Of a
 * table with brackets, one of which has the number that is asked for, the other rows are left out. Where it is not sure that they
 * answer, the passage that was found first is read around its best piece, and fewer others stand beside it: the
 * answer is often next to the words of the question. Ordered by source, then as they are read. Never empty while there
 * is a piece.
 */
export function chooseQuotes(
  all: readonly RatedQuote[],
  { isSure }: { readonly isSure: boolean },
): readonly RatedQuote[] {
  const rated = withoutOtherBrackets(all);
  const { sentences, besideFirst, shareOfBest } = tunables.answering.quoting;
  const first = isSure ? [] : firstPassageOf(rated);
  const most = isSure ? sentences : first.length + besideFirst;
  const least = (rated[0]?.score ?? 0) * shareOfBest;
  const chosen = [...first];
  for (const candidate of rated) {
    if (chosen.length === most || candidate.score < least) break;
    if (!chosen.some((one) => saysTheSame(one, candidate))) chosen.push(candidate);
  }
  const whole = withTheirLists(withWhatTheyLeanOn(chosen, rated), rated);
  return withoutShortGaps(whole, rated).sort(asRead);
}

const asRead = (a: RatedQuote, b: RatedQuote) => a.source.n - b.source.n || a.place - b.place;

/** « De 701 € à 1 000 € » is the row for 850 €: the others of its table are not. */
function withoutOtherBrackets(rated: readonly RatedQuote[]): readonly RatedQuote[] {
  const fitting = rated.filter(({ unit, fits }) => unit.kind === 'row' && fits);
  return rated.filter(
    ({ unit, source, fits }) =>
      unit.kind !== 'row' ||
      fits !== false ||
      !fitting.some((one) => one.source.n === source.n && one.unit.context === unit.context),
  );
}

/** What stands between two pieces of a passage and is short is read with them: « (…) » in its place has hidden many an answer. */
function withoutShortGaps(chosen: readonly RatedQuote[], rated: readonly RatedQuote[]): RatedQuote[] {
  const { gapPieces, gapCharacters } = tunables.answering.quoting;
  const inOrder = chosen.toSorted(asRead);
  const between = inOrder.flatMap((one, at) => {
    const next = inOrder[at + 1];
    if (next?.source.n !== one.source.n) return [];
    const gap = rated.filter(
      ({ source, place }) => source.n === one.source.n && place > one.place && place < next.place,
    );
    const characters = gap.reduce((sum, { unit }) => sum + unit.text.length, 0);
    const isShort = gap.length <= gapPieces && characters <= gapCharacters;
    return isShort && gap.every(({ unit }) => unit.kind !== 'row') ? gap : [];
  });
  return [...chosen, ...between];
}

/** What stands together around the best piece of the passage that was found first: what follows it before what precedes it. */
function firstPassageOf(rated: readonly RatedQuote[]): readonly RatedQuote[] {
  const { firstCharacters } = tunables.answering.quoting;
  const n = Math.min(...rated.map(({ source }) => source.n));
  const [best, ...others] = rated.filter(({ source }) => source.n === n);
  if (!best) return [];
  const byPlace = new Map(others.map((one) => [one.place, one]));
  const taken = [best];
  let left = firstCharacters - best.unit.text.length;
  for (let [before, after] = [best.place - 1, best.place + 1]; ; ) {
    const fitting = [byPlace.get(after), byPlace.get(before)].find(
      (one) => one && one.unit.text.length <= left,
    );
    if (!fitting) return taken;
    taken.push(fitting);
    left -= fitting.unit.text.length;
    if (fitting.place === after) after += 1;
    else before -= 1;
  }
}

/** « Ce délai est de deux mois » after the sentence that says which: it may be the answer, and nobody understands the other without it. */
function withWhatTheyLeanOn(chosen: readonly RatedQuote[], rated: readonly RatedQuote[]): RatedQuote[] {
  const before = chosen.flatMap((one) =>
    one.unit.kind === 'sentence' && leansBack(one.unit.text, one.source.document.language)
      ? rated.filter(
          ({ source, place, unit }) =>
            source.n === one.source.n && place === one.place - 1 && unit.kind === 'sentence',
        )
      : [],
  );
  return [...new Set([...chosen, ...before])];
}

function withTheirLists(chosen: readonly RatedQuote[], rated: readonly RatedQuote[]): RatedQuote[] {
  const kept = new Set(chosen);
  for (const one of chosen) {
    const siblings = rated.filter(({ source }) => source.n === one.source.n);
    const items = siblings
      .filter(({ unit }) => unit.introducedBy === one.place)
      .sort((a, b) => a.place - b.place);
    const introduction = siblings.filter(({ place }) => place === one.unit.introducedBy);
    const beside = besideOf(one, siblings, chosen);
    for (const more of [...introduction, ...items.slice(0, listItems), ...beside]) kept.add(more);
  }
  return [...kept];
}

/** All rows or items that stand together with this one, if they are few, rows of two columns, and another one was chosen. */
function besideOf(
  { unit: { kind, context, cells }, place: at }: RatedQuote,
  siblings: readonly RatedQuote[],
  chosen: readonly RatedQuote[],
): readonly RatedQuote[] {
  if (kind === 'sentence' || cells.length > 2) return [];
  const alike = siblings.filter(({ unit }) => unit.kind === kind && unit.context === context);
  const byPlace = new Map(alike.map((one) => [one.place, one]));
  let first = at;
  while (byPlace.has(first - 1)) first -= 1;
  const together: RatedQuote[] = [];
  for (let place = first; byPlace.has(place); place += 1) together.push(byPlace.get(place) as RatedQuote);
  const isWanted = together.length <= listItems && together.filter((one) => chosen.includes(one)).length > 1;
  return isWanted ? together : [];
}

/** The same words with other numbers are another line of the same table, or the same rule of another year. */
function saysTheSame(one: RatedQuote, other: RatedQuote): boolean {
  const digits = ({ unit }: RatedQuote) => unit.text.replace(/\D+/g, '');
  return (
    shared(one.words, other.words) >= tunables.answering.quoting.sameWords && digits(one) === digits(other)
  );
}

/** Share of the smaller set's words that stand in the other one. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size === 0) return 1;
  return [...small].filter((word) => large.has(word)).length / small.size;
}
