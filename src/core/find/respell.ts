import type { SearchIndex } from '../../ports/search-index.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { AskedWord } from '../answer/other-words.ts';
import type { Language } from '../document.ts';
import { everything } from '../scope.ts';
import { writtenIdOf } from './encode.ts';
import { foldInPlace } from './fold.ts';

/** Shorter words have too many neighbours: « caisse », « chasse », « classe ». */
const leastLength = 7;
/** Longer ones are no words: each letter makes some fifty neighbours to look for. */
const mostLength = 30;
const letters = [...'abcdefghijklmnopqrstuvwxyz'];

/**
 * The question with its longest word that no readable passage has written as one that some have, where one letter is wrong, missing,
 * too many or two have changed places: « télétravial ». `null` where there is none. What may not be read teaches no word.
 */
export async function respell(
  { index }: { readonly index: Pick<SearchIndex, 'searchWords'> },
  question: string,
  asked: readonly AskedWord[],
  wanted: {
    readonly within: AccessFilter;
    readonly languages: readonly Language[];
    readonly signal: AbortSignal;
  },
): Promise<string | null> {
  const unknown = asked
    .filter(({ surface, passages }) => passages === 0 && isWord(surface))
    .toSorted((a, b) => b.surface.length - a.surface.length)[0]?.surface;
  if (unknown === undefined) return null;
  // As it is written: of a stem alone nobody knows that the word exists.
  const writings = new Map(
    neighbours(unknown).flatMap((word) =>
      wanted.languages.map((language) => [writtenIdOf(word, language), word] as const),
    ),
  );
  const ids = Int32Array.from(writings.keys()).sort();
  const query = { ids, weights: new Float32Array(ids.length).fill(1) };
  const { documentFrequency } = await index.searchWords(query, wanted.within, {
    scope: everything,
    limit: 1,
    signal: wanted.signal,
  });
  const [best] = [...documentFrequency].toSorted((a, b) => b[1] - a[1]);
  const word = best && best[1] > 0 ? writings.get(best[0]) : undefined;
  return word === undefined ? null : replaced(question, unknown, word);
}

function isWord(surface: string): boolean {
  return surface.length >= leastLength && surface.length <= mostLength && /^[a-z]+$/.test(surface);
}

/** Words one slip away, with the same first letter, which is seldom wrong. */
export function neighbours(word: string): string[] {
  const found = new Set<string>();
  for (let at = 1; at <= word.length; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    const [first = '', second = ''] = after;
    found.add(before + after.slice(1)).add(before + second + first + after.slice(2));
    for (const letter of letters) found.add(before + letter + after.slice(1)).add(before + letter + after);
  }
  found.delete(word);
  return [...found];
}

/** Accents and capitals stay where both words begin and end alike: what is compared has none. */
function replaced(question: string, wrong: string, right: string): string | null {
  const { text, folded } = foldInPlace(question);
  const at = folded.indexOf(wrong);
  if (at < 0) return null;
  const written = text.slice(at, at + wrong.length);
  const shorter = Math.min(wrong.length, right.length);
  let before = 0;
  while (before < shorter && wrong[before] === right[before]) before += 1;
  let after = 0;
  while (after < shorter - before && wrong.at(-1 - after) === right.at(-1 - after)) after += 1;
  const spelt =
    written.slice(0, before) +
    right.slice(before, right.length - after) +
    written.slice(wrong.length - after);
  return text.slice(0, at) + spelt + text.slice(at + wrong.length);
}
