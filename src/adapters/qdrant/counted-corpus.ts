import pLimit from 'p-limit';
import { tunables } from '../../../config/tunables.ts';
import { rarityOf } from '../../core/find/rarity.ts';
import type { Corpus, CorpusPlace } from './corpus.ts';
import { countOnce, countPoints } from './count.ts';
import { and } from './filters.ts';
import { toSparse } from './points.ts';
import type { WorkingStore } from './store.ts';

/** A corpus that we count over: exactly, term by term, before a search that then knows the weights and no rarity. */
export function createCountedCorpus(store: WorkingStore, { kind, using, filter }: CorpusPlace): Corpus {
  const inTurn = pLimit({ concurrency: tunables.qdrant.countsAtOnce, rejectOnClear: true });
  const size = countOnce(store, kind, filter);
  const counts = new Map<number, Promise<number>>();

  function countOf(term: number): Promise<number> {
    const known = counts.get(term);
    if (known) return known;
    const having = and(filter, { key: 'terms', match: { value: term } });
    const count = inTurn(() => countPoints(store, kind, having));
    counts.set(term, count);
    // Whoever asked is told that it failed: nobody waits for the others.
    count.catch(() => inTurn.clearQueue());
    return count;
  }
  async function frequencies(terms: Iterable<number>) {
    const all = await Promise.all(Array.from(terms, async (term) => [term, await countOf(term)] as const));
    return new Map(all.filter(([, count]) => count > 0));
  }
  async function rarities(terms: Iterable<number>) {
    const [found, count] = await Promise.all([frequencies(terms), size()]);
    return new Map([...found].map(([term, frequency]) => [term, rarityOf(count, frequency)]));
  }
  return {
    size,
    frequencies,
    rarities,
    async searchFor(query) {
      const known = await rarities(query.ids);
      const weights = query.weights.map((weight, at) => weight * (known.get(query.ids[at] ?? 0) ?? 0));
      return { query: toSparse({ ids: query.ids, weights }), using };
    },
  };
}
