import type { Language } from '../document.ts';
import { isStopWord } from './stop-words.ts';

/** Stands behind an acronym that is spelt like a function word, until it is a token. No text means anything by it. */
export const markOfAcronyms = '\ue000';

const capitals = /(?<![\p{L}\p{N}'’.&-])[A-Z]{2,5}(?![\p{L}\p{M}\p{N}'’&]|[.-]\p{L})/gu;
const oneWord = /^\P{L}*\p{L}+\P{L}*$/u;
const wordBefore = /(\p{L}+)\P{L}*$/u;
const wordAfter = /^\P{L}*(\p{L}+)/u;
/** Characters beside an acronym in which the words beside it are looked for. */
const beside = 40;
/** « mon cet », « le solde du cet », « plafond cet ? »: « cet » stands behind no article, and before what it points at. */
const spokenCet =
  /(?<![\p{L}\p{N}])cet(?=\s*[?!.]*\s*$)|(?<=(?<![\p{L}\p{N}])(?:le|un|mon|ton|son|du|au|notre|votre|leur) )cet(?![\p{L}\p{N}'’])/giu;

/**
 * Marks acronyms that would be dropped for a function word: CET (compte épargne-temps), SI, DU, TA, in English IT. They stand in
 * capitals among words that do not, or alone; where all is in capitals nobody can tell.
 */
export function markAcronyms(text: string, language: Language): string {
  const isAlone = text.length <= beside && oneWord.test(text);
  const marked = text.replace(capitals, (found, at: number) =>
    isStopWord(found.toLowerCase(), language) && (isAlone || isAmongSmall(text, at, at + found.length))
      ? found + markOfAcronyms
      : found,
  );
  return language === 'fr' && marked.includes('cet')
    ? marked.replace(spokenCet, (found) => found + markOfAcronyms)
    : marked;
}

/** True when a word on either side has small letters. */
function isAmongSmall(text: string, from: number, to: number): boolean {
  const before = wordBefore.exec(text.slice(Math.max(0, from - beside), from))?.[1] ?? '';
  const after = wordAfter.exec(text.slice(to, to + beside))?.[1] ?? '';
  return /\p{Ll}/u.test(before + after);
}
