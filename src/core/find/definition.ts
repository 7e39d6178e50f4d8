import type { Language } from '../document.ts';
import { analyze } from './analyze.ts';
import { askingForDefinition, sayingDefinition } from './definition-patterns.ts';
import { fold, foldInPlace } from './fold.ts';
import { sentencesOf } from './sentences.ts';

/** What tells a definition of something from other texts about it. */
export type Definition = {
  /** Whether a sentence of the text says what it is: « … sont considérés comme », « X est un … », « X : … ». */
  readonly isMetBy: (text: string, language: Language) => boolean;
};

/** More words than this are a clause (« qu’est-ce que la ville propose aux familles »), no term. */
const mostWords = 6;
/** Characters that a term and what is said of it take at most before or after the phrase that defines it. */
const near = 100;

/** A term that a question asks to have defined, and what to look for: without « que signifie », which no definition says. */
export type AskedTerm = { readonly term: string; readonly words: string };

/** What a question, French or English, asks to have defined, as it spells it; `null` when it asks something else. */
export function termAskedFor(question: string): AskedTerm | null {
  const { text, folded } = foldInPlace(question);
  const asked = folded
    .replace(/(?: (?:au juste|exactement|concretement|exactly))?[\s?!.»"”]+$/u, '')
    .trimEnd();
  for (const phrase of askingForDefinition) {
    const { lead = '', term } = phrase.exec(asked)?.groups ?? {};
    if (term === undefined || term.split(' ').length > mostWords) continue;
    const at = folded.lastIndexOf(term);
    const own = text.slice(at, at + term.length);
    return { term: own, words: `${text.slice(0, lead.length)}${own}` };
  }
  return null;
}

/** What tells a definition of the term; `otherForms` are what it is also called. */
export function definitionOf(term: string, otherForms: readonly string[] = []): Definition {
  const letters = fold(term);
  const terms = [term, ...otherForms];
  const stemsIn = {
    fr: terms.map((one) => analyze(one, 'fr')).filter((stems) => stems.length > 0),
    en: terms.map((one) => analyze(one, 'en')).filter((stems) => stems.length > 0),
  } satisfies Record<Language, readonly string[][]>;
  const isMetBy = (text: string, language: Language) => {
    const isTerm = (words: readonly string[]) =>
      stemsIn[language].some(
        (stems) => stems.includes(words[0] ?? '') && stems.every((stem) => words.includes(stem)),
      );
    return sentencesOf(text, language)
      .map((sentence) => fold(sentence.text))
      .some((sentence) => isSpeltOut(sentence, letters) || isDefining(sentence, language, isTerm));
  };
  return { isMetBy };
}

/** « Cahier des clauses particulières (CCP) », « CCP (cahier des clauses particulières) » say what letters stand for. */
function isSpeltOut(sentence: string, term: string): boolean {
  if (term.includes(' ')) return false;
  if (sentence.includes(`(${term})`)) return true;
  const { 1: within = '' } = sentence.split(`${term} (`);
  return within.indexOf(')') > 2 * term.length;
}

/** The words between the phrase and the next comma or bracket begin with the term: « la commission des X est un… » is about another one. */
function isDefining(
  sentence: string,
  language: Language,
  isTerm: (words: readonly string[]) => boolean,
): boolean {
  const { afterTerm, beforeTerm } = sayingDefinition[language];
  const wordsIn = (piece: string) => analyze(piece, language);
  const partsOf = (piece: string) => piece.split(/[,;:()«»"“”]/u).map(wordsIn);
  const isSaid = (words: readonly string[]) => words.length > 0;
  return (
    [...sentence.matchAll(afterTerm)].some(({ index }) =>
      isTerm(partsOf(sentence.slice(Math.max(0, index - near), index)).findLast(isSaid) ?? []),
    ) ||
    [...sentence.matchAll(beforeTerm)].some(({ 0: phrase, index }) => {
      const from = index + phrase.length;
      return isTerm(partsOf(sentence.slice(from, from + near)).find(isSaid) ?? []);
    })
  );
}
