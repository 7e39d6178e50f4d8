import { tunables } from '../../../config/tunables.ts';
import { leansBack } from './leans-back.ts';
import type { RatedQuote } from './rate-quotes.ts';

const { listItems } = tunables.answering.quoting;

/**
 * Of the rated pieces, best first, those to quote word for word: one to four sentences, list items
 * or table rows, an item with its introduction and an introduction with its items, and the whole of a small table of
 * two columns of which two rows were chosen: another one may be what is asked for. Where it is not sure that they
 * answer, the passage that was found first is read around its best piece, and fewer others stand beside it: the
 * answer is often next to the words of the question. Ordered by source, then as they are read. Never empty while there
 * is a piece.
 */
export function chooseQuotes(
  rated: readonly RatedQuote[],
  { isSure }: { readonly isSure: boolean },
): readonly RatedQuote[] {
  const { sentences, besideFirst, shareOfBest, sameWords } = tunables.answering.quoting;
  const first = isSure ? [] : firstPassageOf(rated);
  const most = isSure ? sentences : first.length + besideFirst;
  const least = (rated[0]?.score ?? 0) * shareOfBest;
  const chosen = [...first];
  for (const candidate of rated) {
    if (chosen.length === most || candidate.score < least) break;
    if (chosen.every((one) => shared(one.words, candidate.words) < sameWords)) chosen.push(candidate);
  }
  return withTheirLists(withWhatTheyLeanOn(chosen, rated), rated).sort(
    (a, b) => a.source.n - b.source.n || a.place - b.place,
  );
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
    for (const more of [...introduction, ...items.slice(0, listItems), ...tableOf(one, siblings, chosen)])
      kept.add(more);
  }
  return [...kept];
}

/** All rows that stand together with this one, if they are few, of two columns, and another one was chosen. */
function tableOf(
  one: RatedQuote,
  siblings: readonly RatedQuote[],
  chosen: readonly RatedQuote[],
): readonly RatedQuote[] {
  if (one.unit.kind !== 'row' || one.unit.cells.length > 2) return [];
  const rowsBeside = siblings.filter(({ unit }) => unit.kind === 'row' && unit.context === one.unit.context);
  const byPlace = new Map(rowsBeside.map((row) => [row.place, row]));
  let first = one.place;
  while (byPlace.has(first - 1)) first -= 1;
  const rows: RatedQuote[] = [];
  for (let place = first; byPlace.has(place); place += 1) rows.push(byPlace.get(place) as RatedQuote);
  const isWanted = rows.length <= listItems && rows.filter((row) => chosen.includes(row)).length > 1;
  return isWanted ? rows : [];
}

/** Share of the smaller set's words that stand in the other one. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size === 0) return 1;
  return [...small].filter((word) => large.has(word)).length / small.size;
}
