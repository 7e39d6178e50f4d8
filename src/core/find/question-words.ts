import type { Language } from '../document.ts';
import type { Alias } from './alias.ts';
import { withAliases } from './alias-words.ts';
import { languageByFunctionWords } from './function-words.ts';
import { isStopWord } from './stop-words.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A word of a question with its stems in the languages it was analysed in, and what else it is called. */
export type QuestionWord = {
  readonly surface: string;
  readonly stems: ReadonlySet<string>;
  readonly aliases?: readonly AliasWords[];
};

/** Words that say the same where all of them stand; they weigh `weight` (0–1) where the word itself weighs 1. */
export type AliasWords = { readonly words: readonly QuestionWord[]; readonly weight: number };

/**
 * The distinct words of a question, analysed in each of the languages that its scope holds (French when there is
 * none). Function words of the question's own language are nobody's words: « les » is not looked for in English texts.
 * With `aliases`, words know their other forms.
 */
export function questionWords(
  question: string,
  languages: readonly Language[],
  aliases: readonly Alias[] = [],
): QuestionWord[] {
  const chains: readonly Language[] = languages.length === 0 ? ['fr'] : languages;
  const own = languageByFunctionWords(question);
  const stems = new Map<string, Set<string>>();
  for (const language of chains)
    for (const token of tokensOf(question, language)) {
      if (own !== null && isStopWord(token.surface, own)) continue;
      stems.set(token.surface, (stems.get(token.surface) ?? new Set()).add(token.stem));
    }
  const words = [...stems].map(([surface, forms]) => ({ surface, stems: forms }));
  return withAliases(words, question, aliases, (text) => questionWords(text, languages));
}

/** True when a token stands for a reference or a number: what is to be matched exactly. */
export function isReference(token: Pick<Token, 'surface'>): boolean {
  return /\d/.test(token.surface);
}
