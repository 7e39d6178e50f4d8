import { tunables } from '../../../config/tunables.ts';
import type { Source } from './answer.ts';
import { type RatedQuote, rateQuotes } from './rate-quotes.ts';

/**
 * The pieces of the sources that speak most of the question's words, word for word: one to four sentences, list items
 * or table rows, an item with its introduction and an introduction with its items. Ordered by source, then as they are
 * read. Never empty while a source holds a sentence. `otherForms` are what words of the question are also called.
 */
export function chooseQuotes(
  question: string,
  sources: readonly Source[],
  otherForms: readonly string[] = [],
): readonly RatedQuote[] {
  const { sentences, shareOfBest, sameWords } = tunables.answering.quoting;
  const rated = rateQuotes(question, sources, otherForms);
  const least = (rated[0]?.score ?? 0) * shareOfBest;
  const chosen: RatedQuote[] = [];
  for (const candidate of rated) {
    if (chosen.length === sentences || candidate.score < least) break;
    if (chosen.every((one) => shared(one.words, candidate.words) < sameWords)) chosen.push(candidate);
  }
  return withTheirLists(chosen, rated).sort((a, b) => a.source.n - b.source.n || a.place - b.place);
}

function withTheirLists(chosen: readonly RatedQuote[], rated: readonly RatedQuote[]): RatedQuote[] {
  const kept = new Set(chosen);
  for (const one of chosen) {
    const siblings = rated.filter(({ source }) => source.n === one.source.n);
    const items = siblings
      .filter(({ unit }) => unit.introducedBy === one.place)
      .sort((a, b) => a.place - b.place);
    const introduction = siblings.filter(({ place }) => place === one.unit.introducedBy);
    for (const more of [...introduction, ...items.slice(0, tunables.answering.quoting.listItems)])
      kept.add(more);
  }
  return [...kept];
}

/** Share of the smaller set's words that stand in the other one. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size === 0) return 1;
  return [...small].filter((word) => large.has(word)).length / small.size;
}
