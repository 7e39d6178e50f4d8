import type { Language } from '../document.ts';
import { fold } from './fold.ts';
import { isStopWord } from './stop-words.ts';

/** The language with more function words in the text; `null` when neither has more. */
export function languageByFunctionWords(text: string): Language | null {
  const french = count(text, 'fr');
  const english = count(text, 'en');
  if (french === english) return null;
  return french > english ? 'fr' : 'en';
}

function count(text: string, language: Language): number {
  return (fold(text).match(/\p{L}+/gu) ?? []).filter((word) => isStopWord(word, language)).length;
}
