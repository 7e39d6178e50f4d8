import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import { isStopWord } from '../find/stop-words.ts';
import { tokensOf } from '../find/tokens.ts';
import { asksSomewhere } from './courtesy-patterns.ts';
import { type FollowUpPatterns, followUpPatterns } from './follow-up-patterns.ts';
import { isGeneric } from './generic-words.ts';
import { readCorrection } from './read-correction.ts';

/**
 * Why a question does not stand alone. `continues`: it opens as a continuation (« et pour… », "what about…").
 * `refers`: a pronoun or a demonstrative whose antecedent is not in it. `compares`: « l'autre », "the second one".
 * `corrects`: « je voulais dire… », « pas un titulaire, un contractuel ». `fragment`: a few words that ask nothing by
 * themselves. `narrows`: a condition alone (« avec un quotient de 820 »). `names-nothing`: its words could be asked of anything
 * (« quel est le délai ? »). Two may as well begin something new: `states` tells something of who asks and asks nothing (« j'ai pris
 * 6 jours en novembre »), `definite` speaks of a thing as known (« la caution est de combien ? »).
 */
export type Dependence =
  | 'continues'
  | 'refers'
  | 'compares'
  | 'corrects'
  | 'fragment'
  | 'narrows'
  | 'names-nothing'
  | 'states'
  | 'definite';

/** Whether a question with such a dependence may as well begin something new. */
export const mayBeNew = (dependence: Dependence): boolean =>
  dependence === 'states' || dependence === 'definite';

/** What makes a question lean on the ones before it; `null` when it can be understood by itself. */
export function dependenceOf(question: string, language: Language): Dependence | null {
  const folded = fold(question).trim();
  const patterns = followUpPatterns[language];
  const telling = tellingWords(folded, language).length + acronymsOf(question, language).length;
  if (telling === 0) return 'names-nothing';
  // What is named in the question itself, before or behind its pronoun, is no earlier thing.
  const named = telling >= 2 && patterns.names.test(folded);
  if (named && asksSomewhere.test(folded)) return null;
  const said = telling >= 2 ? folded.replace(patterns.announces, '') : folded;
  if (telling <= 4 && patterns.continues.test(said)) return 'continues';
  if (readCorrection(question, language) !== null) return 'corrects';
  if (refersOutside(said, patterns, language, telling)) return 'refers';
  if (telling <= 1 && patterns.compares.test(folded)) return 'compares';
  if (isFragment(question, folded, language, telling)) return 'fragment';
  if (wordsOf(folded).length <= longestStatement) {
    const narrowed = folded.replace(patterns.narrows, '');
    if (narrowed !== folded && !asksSomewhere.test(narrowed)) return 'narrows';
    if (!folded.includes('?') && !asksSomewhere.test(folded) && patterns.states.test(folded)) return 'states';
  }
  return telling <= 2 && patterns.definite.test(folded) ? 'definite' : null;
}

/** Words of a statement that belongs to a question; what is longer is a story of its own. */
const longestStatement = 14;

/** Words of a folded text that say what it is about: no function words, none that could be asked of anything. */
export function tellingWords(folded: string, language: Language): string[] {
  return wordsOf(folded).filter((word) => !isStopWord(word, language) && !isGeneric(word, language));
}

/** Acronyms of a question that are spelt like function words: the CET is what it is about. */
export function acronymsOf(question: string, language: Language): string[] {
  return tokensOf(question, language).flatMap(({ surface, isAcronym }) => (isAcronym ? [surface] : []));
}

/** A pronoun looks for its antecedent before it: one telling word before an inverted one, else two, may be it. */
function refersOutside(
  folded: string,
  { demonstratives, innocent, possessives, pronouns, inversion }: FollowUpPatterns,
  language: Language,
  telling: number,
): boolean {
  // « est-ce qu'ils »: what is left of it is no elision before the pronoun.
  const suspect = folded.replaceAll(innocent, ' ').replaceAll(" '", ' ');
  if (demonstratives.test(suspect) || (telling <= 2 && possessives.test(suspect))) return true;
  for (const { index } of suspect.matchAll(pronouns)) {
    const before = suspect.slice(0, index);
    // The verb that stands before an inverted pronoun is no antecedent: « quand se termine-t-il ? »
    const beforeVerb = before.replace(inversion, '');
    const needed = beforeVerb === before ? 2 : 1;
    if (tellingWords(beforeVerb, language).length < needed) return true;
  }
  return false;
}

/** Up to four words of which one at most tells something, but no name, no number and no request to explain a word. */
function isFragment(question: string, folded: string, language: Language, telling: number): boolean {
  const { defines, narrows } = followUpPatterns[language];
  const words = wordsOf(folded);
  if (narrows.test(folded)) return words.length <= 6 && telling <= 2;
  if (/\d/.test(folded) || /(?<=\S\s+)\p{Lu}|\p{Lu}{2}/u.test(question) || defines.test(folded)) return false;
  const content = words.filter((word) => !isStopWord(word, language));
  if (content.length === words.length) return words.length <= 2;
  // « le tarif de la piscine » names its subject, « quel préavis ? » does not.
  return words.length <= 4 && content.length <= 1;
}

function wordsOf(folded: string): string[] {
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}
