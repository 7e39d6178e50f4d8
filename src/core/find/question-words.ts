import type { Language } from '../document.ts';
import { languageByFunctionWords } from './function-words.ts';
import { isStopWord } from './stop-words.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A word of a question with its stems in the languages it was analysed in. */
export type QuestionWord = { readonly surface: string; readonly stems: ReadonlySet<string> };

/**
 * The distinct words of a question, analysed in each of the languages that its scope holds (French when there is
 * none). Function words of the question's own language are nobody's words: « les » is not looked for in English texts.
 */
export function questionWords(question: string, languages: readonly Language[]): QuestionWord[] {
  const chains: readonly Language[] = languages.length === 0 ? ['fr'] : languages;
  const own = languageByFunctionWords(question);
  const stems = new Map<string, Set<string>>();
  for (const language of chains)
    for (const token of tokensOf(question, language)) {
      if (own !== null && isStopWord(token.surface, own)) continue;
      stems.set(token.surface, (stems.get(token.surface) ?? new Set()).add(token.stem));
    }
  return [...stems].map(([surface, forms]) => ({ surface, stems: forms }));
}

/** True when a token stands for a reference or a number: what is to be matched exactly. */
export function isReference(token: Pick<Token, 'surface'>): boolean {
  return /\d/.test(token.surface);
}
