import type { Language } from '../document.ts';
import { analyze } from './analyze.ts';
import { askingForDefinition, sayingDefinition } from './definition-patterns.ts';
import { fold } from './fold.ts';
import { sentencesOf } from './sentences.ts';

/** What a question wants to have explained. */
export type DefinitionIntent = {
  /** Whether a sentence of the text says what it is: « … sont considérés comme », « X est un … », « X : … ». */
  readonly isMetBy: (text: string, language: Language) => boolean;
};

/** More words than this are a clause (« qu’est-ce que la ville propose aux familles »), no term. */
const mostWords = 6;
/** Words between a term and the phrase that defines it, its own among them. */
const nearWords = 10;

/**
 * What the question, French or English, asks to have defined; `null` when it asks something else. `otherForms` are what the
 * term is also called.
 */
export function parseDefinitionIntent(
  question: string,
  otherForms: readonly string[] = [],
): DefinitionIntent | null {
  const term = termIn(question);
  if (term === null) return null;
  const terms = [term, ...otherForms];
  const stemsIn = {
    fr: terms.map((one) => analyze(one, 'fr')).filter((stems) => stems.length > 0),
    en: terms.map((one) => analyze(one, 'en')).filter((stems) => stems.length > 0),
  } satisfies Record<Language, readonly string[][]>;
  const isMetBy = (text: string, language: Language) => {
    const isTermIn = (piece: string) => {
      const stems = new Set(analyze(piece, language));
      return stemsIn[language].some((all) => all.every((stem) => stems.has(stem)));
    };
    return sentencesOf(text, language).some(({ text: sentence }) =>
      isDefining(fold(sentence), language, isTermIn),
    );
  };
  return { isMetBy };
}

function termIn(question: string): string | null {
  const asked = fold(question)
    .replace(/(?: (?:au juste|exactement|concretement|exactly))?[\s?!.»"”]+$/u, '')
    .trim();
  for (const phrase of askingForDefinition) {
    const term = phrase.exec(asked)?.groups?.term?.trim();
    if (term !== undefined && term.split(' ').length <= mostWords) return term;
  }
  return null;
}

/** The term is looked for beside the phrases alone: analysing is what costs. */
function isDefining(sentence: string, language: Language, isTermIn: (piece: string) => boolean): boolean {
  const { afterTerm, beforeTerm } = sayingDefinition[language];
  return (
    [...sentence.matchAll(afterTerm)].some(({ index }) =>
      isTermIn(sentence.slice(0, index).split(' ').slice(-nearWords).join(' ')),
    ) ||
    [...sentence.matchAll(beforeTerm)].some(({ 0: phrase, index }) =>
      isTermIn(
        sentence
          .slice(index + phrase.length)
          .trim()
          .split(' ')
          .slice(0, nearWords)
          .join(' '),
      ),
    )
  );
}
