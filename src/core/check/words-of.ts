import type { Language } from '../document.ts';
import { isMonth } from '../find/references.ts';
import { stem } from '../find/stem.ts';
import { tokensOf } from '../find/tokens.ts';
import { isNumberWord } from './number-words.ts';
import { knownUnit } from './units.ts';

/** A word that says something of the subject; its stem is in one language. */
export type Word = { readonly surface: string; readonly stem: string };

/** Words by which an answer speaks of its sources, or hedges: they claim nothing. */
const ofSpeech = stems(
  `document documents extrait extraits passage passages source sources texte textes article articles selon apres precise
  precisent precisees indique indiquent indiquees mentionne mentionnent prevoit prevoient prevu stipule dispose enonce
  exemple notamment egalement donc ainsi cependant toutefois neanmoins reponse voici suivant suivants suivante suivantes
  oui non cas agit effet outre afin concerne concernant resume bref encore`,
  `document documents extract extracts passage passages source sources text according states stated mentions mentioned
  indicates specifies provides provided example also however therefore thus yes no following answer here summary case`,
);

/** Checked as what a sentence denies. */
const negation = /^(?:ne|pas|non|not|no)$/;
/** Letters of a root, see `rootOf()`. */
export const rootLetters = 6;
const loneCapital = /(?<=[\p{L},(]\s|\|\s?|\t)[A-Z](?!['’\p{L}\p{N}]|\.\s?\p{L})|^[A-Z](?=\s?[|\t])/gu;

/**
 * The telling words of a text in reading order: no stop words nor acronyms that are spelt like them (« CET »), and no numbers,
 * units and months, which are checked as facts.
 */
export function wordsOf(text: string, language: Language): Word[] {
  const words = tokensOf(text, language).filter(
    ({ surface, isAcronym }) =>
      surface.length > 1 &&
      !isAcronym &&
      !negation.test(surface) &&
      !/\d/.test(surface) &&
      !isMonth(surface) &&
      !isNumberWord(surface) &&
      !isUnit(surface),
  );
  // « tarif B », « catégorie A »: a lone capital tells one from the other.
  const capitals = text.match(loneCapital) ?? [];
  return [...words, ...capitals.map((letter) => ({ surface: letter, stem: letter }))];
}

/** True for words by which answers speak of their sources. */
export function isOfSpeech(word: Word, language: Language): boolean {
  return ofSpeech[language].has(word.stem);
}

/** The first letters of a word, by which related words of one or two languages meet. */
export function rootOf(surface: string): string {
  return surface.slice(0, rootLetters);
}

function isUnit(surface: string): boolean {
  return knownUnit(surface)?.length === surface.length;
}

function stems(french: string, english: string): Readonly<Record<Language, ReadonlySet<string>>> {
  const of = (words: string, language: Language) =>
    new Set(words.split(/\s+/).map((word) => stem(word, language)));
  return { fr: of(french, 'fr'), en: of(english, 'en') };
}
