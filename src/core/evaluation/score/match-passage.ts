import type { ExpectedPassage } from '../suite.ts';
import { normalise, wordsOf } from './normalise.ts';

export type FoundPassage = {
  readonly text: string;
  readonly headings: readonly string[];
  readonly page: number | null;
};

/** Share of the shorter text's word triples that the longer one must hold. */
const enough = 0.5;

/**
 * Whether a passage of the right document is the one expected. Chunks are cut otherwise than an author quotes, so texts
 * match when half of the word triples of the shorter one stand in the other.
 */
export function matchesPassage(found: FoundPassage, expected: ExpectedPassage): boolean {
  const { text, heading, page } = expected;
  if (page !== undefined && found.page !== page) return false;
  if (heading !== undefined && !found.headings.some((one) => normalise(one) === normalise(heading)))
    return false;
  return text === undefined || overlap(found.text, text) >= enough;
}

function overlap(one: string, other: string): number {
  const [shorter, longer] = [triples(one), triples(other)].sort((a, b) => a.size - b.size);
  if (!shorter || !longer || shorter.size === 0) return 0;
  return [...shorter].filter((triple) => longer.has(triple)).length / shorter.size;
}

function triples(text: string): Set<string> {
  const words = wordsOf(text);
  if (words.length < 3) return new Set(words.length > 0 ? [words.join(' ')] : []);
  return new Set(words.slice(2).map((word, at) => `${words[at]} ${words[at + 1]} ${word}`));
}
