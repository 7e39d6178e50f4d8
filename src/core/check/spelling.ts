import { tunables } from '../../../config/tunables.ts';
import { fold } from '../find/fold.ts';
import { findSpelling } from '../find/spell-acronym.ts';
import type { Evidence } from './evidence.ts';

export type FoldedWord = { readonly folded: string };

const { longestAcronym } = tunables.aliases;

/** True when some words of a passage spell the folded acronym: CET of « compte épargne-temps ». */
export function spells({ units, context }: Pick<Evidence, 'units' | 'context'>, acronym: string): boolean {
  if (acronym.length > longestAcronym) return false;
  return [context, ...units].some(({ text }) => spellingOf(acronym, foldedWords(text)) !== undefined);
}

/** The neighbouring words of a text that spell a folded acronym. */
export function spellingOf(acronym: string, words: readonly FoldedWord[]): readonly FoldedWord[] | undefined {
  const longest = 2 * acronym.length + 1;
  for (const [from, { folded }] of words.entries()) {
    // Two letters in sight before all ways of spelling are tried: a passage may be made to hold very many beginnings.
    const isBegun =
      folded[0] === acronym[0] &&
      words.slice(from + 1, from + 4).some((next) => next.folded[0] === acronym[1]);
    if (!isBegun) continue;
    const count = Math.min(words.length - from, longest);
    const found = findSpelling(
      acronym,
      Array.from({ length: Math.max(0, count - 1) }, (_, more) => words.slice(from, from + more + 2)),
    );
    if (found) return found;
  }
  return undefined;
}

/** The words of a text, folded. */
export function foldedWords(text: string): FoldedWord[] {
  return (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((folded) => ({ folded }));
}
