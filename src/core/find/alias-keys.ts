import { tunables } from '../../../config/tunables.ts';
import { type AliasKeys, acronymKey } from './alias.ts';
import { fold } from './fold.ts';
import { isStopWord } from './stop-words.ts';
import { type Token, tokensOf } from './tokens.ts';

const { longestAcronym, wordsLookedUp, expansionStems } = tunables.aliases;
/** A word, or what dots and `&` make one acronym of: C.P.F., R&D. */
const written = /(?:\p{L}\.){2,}\p{L}?|\p{L}+&\p{L}+|[\p{L}\p{N}]+/gu;
/** Words that are no stop words, and that nobody means as an acronym unless in capitals: PAS, NON. */
const negations: ReadonlySet<string> = new Set(['pas', 'non', 'ne', 'ni', 'no', 'not']);

/** So many words in capitals are acronyms, more may be a sentence. */
const fewWords = 2;

/** Keys under which a question may name an alias; at most `tunables.aliases.wordsLookedUp` of its words count. */
export type LookedUp = {
  readonly acronyms: readonly AliasKeys['acronym'][];
  readonly expansions: readonly AliasKeys['expansion'][];
};

/** All that a question may mean as an acronym or as a long form. */
export function aliasKeysOf(question: string): LookedUp {
  return {
    acronyms: [...acronymsIn(question).keys()],
    expansions: [...new Set(runsOf(question).map(({ key }) => key))],
  };
}

/**
 * Words of a question that may be acronyms: key → the word as `tokensOf` gives it. A function word (« si », « est ») counts
 * in capitals alone, and in a question that is not a sentence in capitals throughout.
 */
export function acronymsIn(question: string): ReadonlyMap<string, string> {
  const words = [...question.matchAll(written)];
  const isShouted = words.length > fewWords && !/\p{Ll}/u.test(question);
  const found = new Map<string, string>();
  for (const [word] of words) {
    if (found.size === wordsLookedUp) break;
    const surface = fold(word);
    const key = acronymKey(word);
    if (key.length < 2 || key.length > longestAcronym) continue;
    const isCapital = !isShouted && word === word.toUpperCase() && /\p{Lu}/u.test(word);
    if (isCapital || !isFunctionWord(surface)) found.set(key, surface);
  }
  return found;
}

/** Runs of neighbouring words of a question, each with the key of a long form that it would be. */
export function runsOf(question: string): { readonly key: string; readonly words: readonly Token[] }[] {
  const tokens = tokensOf(question, 'fr').slice(0, wordsLookedUp);
  return tokens.flatMap((_, from) =>
    tokens.slice(from, from + expansionStems).map((_last, more) => {
      const words = tokens.slice(from, from + more + 1);
      return { key: words.map(({ stem }) => stem).join(' '), words };
    }),
  );
}

/** True for what no index holds as a word, or holds everywhere. */
function isFunctionWord(foldedWord: string): boolean {
  return isStopWord(foldedWord, 'fr') || isStopWord(foldedWord, 'en') || negations.has(foldedWord);
}
