import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import type { Alias } from './alias.ts';
import { withAliases } from './alias-words.ts';
import { languageByFunctionWords } from './function-words.ts';
import { withRelatedWords } from './related-words.ts';
import { remember } from './remember.ts';
import { isStopWord } from './stop-words.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Sets of languages that scopes hold, in any order. */
const languagesTogether = 4;

/** A word of a question with its stems in the languages it was analysed in, and what else it is called. */
export type QuestionWord = {
  readonly surface: string;
  readonly stems: ReadonlySet<string>;
  /** 1 for a word of the question, less for one of its context. */
  readonly weight: number;
  readonly aliases?: readonly AliasWords[];
};

/** Words that say the same where all of them stand; they weigh `weight` (0–1) where the word itself weighs 1. */
export type AliasWords = { readonly words: readonly QuestionWord[]; readonly weight: number };

/** Words said before the question that it leans on; `weight` (0–1) is what they count beside its own. */
export type ContextWords = { readonly text: string; readonly weight: number };

/** What is known of a question beside its own words. */
export type QuestionContext = {
  readonly context?: readonly ContextWords[] | undefined;
  readonly aliases?: readonly Alias[] | undefined;
  /** False: without what documents write for everyday words. */
  readonly related?: boolean | undefined;
};

/**
 * The distinct words of a question and of its context, analysed in each of the languages that its scope holds (French
 * when there is none). Function words of the question's own language are nobody's words: « les » is not looked for in
 * English texts. A word that stands in several places weighs as the heaviest of them. With `aliases`, words know their
 * other forms.
 */
export function questionWords(
  question: string,
  languages: readonly Language[],
  { context = [], aliases = [], related = true }: QuestionContext = {},
): QuestionWord[] {
  const words = new Map<string, QuestionWord>();
  for (const { text, weight } of [{ text: question, weight: 1 }, ...context])
    for (const [surface, stems] of stemsOf(text, languages)) {
      const known = words.get(surface);
      if (known === undefined || known.weight < weight) words.set(surface, { surface, stems, weight });
    }
  const analyse = (text: string) => wordsOf(text, languages);
  const named = withAliases([...words.values()], question, aliases, analyse);
  const isFrench = languages.length === 0 || languages.includes('fr');
  return related && isFrench ? withRelatedWords(named, question, analyse) : named;
}

/** Words of other forms, by languages and text: the same ones come again with every question. */
const analysers = remember(
  (languages: string) =>
    remember(
      (text: string) =>
        [...stemsOf(text, languages.split(' ') as Language[])].map(
          ([surface, stems]): QuestionWord => ({ surface, stems, weight: 1 }),
        ),
      tunables.find.rememberedForms,
    ),
  languagesTogether,
);

function wordsOf(text: string, languages: readonly Language[]): readonly QuestionWord[] {
  return analysers(languages.length === 0 ? 'fr' : languages.join(' '))(text);
}

/** Prepositions of several words, one of which looks like a word that is asked for: « en cas d’incendie », « à partir du 1er mai ». */
const prepositions =
  /(?<![\p{L}'’-])(?:(?:en|dans le) cas|dans le cadre|(?:à|a) (?:partir|compter|propos|cause|l['’]occasion|la place)|au (?:titre|sujet|cours|moment|lieu|niveau)|en (?:mati(?:è|e)re|termes?|fonction|raison|vue)|par rapport)(?= (?:de|du|des|à|a|aux?)(?!\p{L})| d['’])/giu;

function stemsOf(question: string, languages: readonly Language[]): Map<string, Set<string>> {
  const chains: readonly Language[] = languages.length === 0 ? ['fr'] : languages;
  const own = languageByFunctionWords(question);
  const stems = new Map<string, Set<string>>();
  for (const language of chains)
    for (const token of tokensOf(question.replace(prepositions, ' '), language)) {
      if (own !== null && !token.isAcronym && isStopWord(token.surface, own)) continue;
      stems.set(token.surface, (stems.get(token.surface) ?? new Set()).add(token.stem));
    }
  return stems;
}

/** True when a token stands for a reference or a number: what is to be matched exactly. */
export function isReference(token: Pick<Token, 'surface'>): boolean {
  return /\d/.test(token.surface);
}
