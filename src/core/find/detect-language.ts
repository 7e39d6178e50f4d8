import { eld } from 'eld/medium';
import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { functionWords } from './stop-words.ts';

/** The language whose analysis chain suits a text or a question: English when it surely is, else French. */
export function detectLanguage(text: string): Language {
  const sample = text.slice(0, tunables.find.languageSample).trim();
  if (sample.length < tunables.find.languageMinimumLength) return languageByFunctionWords(sample) ?? 'fr';
  const found = eld.detect(sample);
  return found.language === 'en' && found.isReliable() ? 'en' : 'fr';
}

/** The language with more function words in the text; `null` when neither has more. */
export function languageByFunctionWords(text: string): Language | null {
  const french = functionWords(text, 'fr');
  const english = functionWords(text, 'en');
  if (french === english) return null;
  return french > english ? 'fr' : 'en';
}
