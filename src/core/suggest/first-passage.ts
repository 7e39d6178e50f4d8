import { type ChunkWords, encodeChunk, encodeNames, encodeQuery, joinQueries } from '../find/encode.ts';
import { rarityOf } from '../find/rarity.ts';

/**
 * Tells which of a document's passages is found first for a question, by the words, weights and rarities that its search by
 * words uses; -1 when none is found. The document alone is looked at: what else there is depends on who asks, and whether
 * a question is suggested must not tell anybody of what they cannot read (R15).
 */
export function createFirstPassage(passages: readonly ChunkWords[]): (question: string) => number {
  const held = passages.map((passage) => {
    const { ids, weights } = encodeChunk(passage);
    return new Map(Array.from(ids, (id, at) => [id, weights[at] ?? 0] as const));
  });
  const languages = [...new Set(passages.map(({ language }) => language))];

  return (question) => {
    const query = joinQueries(encodeQuery(question, languages), encodeNames(question, languages));
    const scores = new Float64Array(held.length);
    for (const [at, id] of query.ids.entries()) {
      const frequency = held.filter((words) => words.has(id)).length;
      const weight = (query.weights[at] ?? 0) * rarityOf(held.length, frequency);
      for (const [passage, words] of held.entries())
        scores[passage] = (scores[passage] ?? 0) + weight * (words.get(id) ?? 0);
    }
    const best = Math.max(...scores);
    return best > 0 ? scores.indexOf(best) : -1;
  };
}
