import type { WordHits } from '../../ports/search-index.ts';
import { termIdOf } from './encode.ts';
import { rarityOf } from './rarity.ts';

type Statistics = Pick<WordHits, 'readableChunks' | 'documentFrequency'>;

/** The rarity of a term among the chunks that the caller may read, as the index weighs it. */
export function idfOfTerm(term: number, { readableChunks, documentFrequency }: Statistics): number {
  return rarityOf(readableChunks, documentFrequency.get(term) ?? 0);
}

/** The same for the stem or reference that `analyze()` gave. */
export function idf(stem: string, statistics: Statistics): number {
  return idfOfTerm(termIdOf(stem), statistics);
}
