import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { analyze } from '../find/analyze.ts';
import { fold } from '../find/fold.ts';
import type { ContextWords } from '../find/question-words.ts';
import { isStopWord } from '../find/stop-words.ts';
import { isGeneric } from './generic-words.ts';
import { readCorrection } from './read-correction.ts';
import { acronymsOf, dependenceOf } from './stands-alone.ts';

/** « cite-t-elle », « sont-ils » */
const inverted = /-(?:t-)?(?:ils?|elles?|on|je|nous|vous|ce)$/iu;

/** Which words of the earlier questions are wanted. */
export type WantedContext = {
  /** Of the latest question's words; a word of the question itself has 1. */
  readonly weight: number;
  /** Also words that could be asked of anything: « et en province ? » asks for the ceiling that was asked for before. */
  readonly withGeneric: boolean;
  /** Words that were not meant. */
  readonly without: string;
};

/**
 * What the earlier questions were about, the latest first: their telling words, each question weighing less than the one
 * after it; one that stands alone, what the conversation is about, as much as the first that leaned on it. What one of them
 * corrected is left out. A word stands once, where it weighs most. How rare a word is among the readable documents is left
 * to the index, which weighs it anyway.
 */
export function contextOf(
  earlierQuestions: readonly string[],
  language: Language,
  wanted: WantedContext = { weight: tunables.understanding.contextWeight, withGeneric: false, without: '' },
): ContextWords[] {
  const { contextQuestions, contextDecay, contextTerms } = tunables.understanding;
  const seen = new Set<string>();
  const rejected = new Set(analyze(wanted.without, language));
  // The subject, which stands alone, keeps the whole weight of its turn; what leaned on it counts less the older it is.
  let subject = wanted.weight;
  let { weight } = wanted;
  const context: ContextWords[] = [];
  for (const question of earlierQuestions.slice(-contextQuestions).reverse()) {
    const correction = readCorrection(question, language);
    const text = tellingTerms(correction?.meant ?? question, language, wanted.withGeneric)
      .filter((term) => !seen.has(fold(term)) && seen.add(fold(term)))
      .filter((term) => !analyze(term, language).some((word) => rejected.has(word)))
      .slice(0, contextTerms)
      .join(' ');
    const isSubject = dependenceOf(question, language) === null;
    if (text !== '') context.push({ text, weight: isSubject ? subject : weight });
    for (const word of analyze(correction?.rejected ?? '', language)) rejected.add(word);
    if (correction?.rejected === '' || isSubject) subject *= contextDecay;
    weight *= contextDecay;
  }
  return context;
}

/** The words of a text, references kept whole (« L. 1222-10 »), that tell what it is about, as they are written. */
function tellingTerms(text: string, language: Language, withGeneric: boolean): string[] {
  const acronyms = new Set(acronymsOf(text, language));
  const pieces = text.match(/(?:\p{L}{1,4}[.°] ?)?[^\s’']*\d\S*|[^\s’']+['’]?/gu) ?? [];
  return pieces.flatMap((piece) => {
    const words = fold(piece).match(/[\p{L}\p{N}]+/gu) ?? [];
    const tells = words.some((word) =>
      isStopWord(word, language) ? acronyms.has(word) : withGeneric || !isGeneric(word, language),
    );
    return tells ? [piece.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(inverted, '')] : [];
  });
}
