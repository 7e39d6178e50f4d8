import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as french } from '@orama/stemmers/french';
import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { withPlainEnding } from './french-endings.ts';
import { remember } from './remember.ts';

const stemmers: Readonly<Record<Language, (word: string) => string>> = {
  fr: remember(
    (word) => withoutAccents(french(withAccents(withPlainEnding(word)))),
    tunables.bm25.cachedTerms,
  ),
  en: remember(english, tunables.bm25.cachedTerms),
};
const tooShort = 4;
/** The longest French words have half as many letters; stemming takes longer than in proportion. */
const tooLong = 60;

/** The Snowball stem of a folded word, itself folded. Words with digits, very short and endless ones stay as they are. */
export function stem(foldedWord: string, language: Language): string {
  const { length } = foldedWord;
  const isPlain = length < tooShort || length > tooLong || /\d/.test(foldedWord);
  return isPlain ? foldedWord : stemmers[language](foldedWord);
}

/** Snowball knows these endings by their accent, which folding took away. */
function withAccents(word: string): string {
  return word.replace(/ee(s?)$/, 'ée$1').replace(/ite(s?)$/, 'ité$1');
}

function withoutAccents(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '');
}
