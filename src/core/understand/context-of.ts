import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import type { ContextWords } from '../find/question-words.ts';
import { isStopWord } from '../find/stop-words.ts';
import { isGeneric } from './generic-words.ts';
import { acronymsOf } from './stands-alone.ts';

/** « cite-t-elle », « sont-ils » */
const inverted = /-(?:t-)?(?:ils?|elles?|on|je|nous|vous|ce)$/iu;

/**
 * What the earlier questions were about, the latest first: their telling words, each question weighing less than the one
 * after it. A word stands once, where it weighs most. How rare a word is among the readable documents is left to the
 * index, which weighs it anyway.
 */
export function contextOf(earlierQuestions: readonly string[], language: Language): ContextWords[] {
  const { contextQuestions, contextWeight, contextDecay, contextTerms } = tunables.understanding;
  const seen = new Set<string>();
  return earlierQuestions
    .slice(-contextQuestions)
    .reverse()
    .map((question, age) => ({
      text: tellingTerms(question, language)
        .filter((term) => !seen.has(fold(term)) && seen.add(fold(term)))
        .slice(0, contextTerms)
        .join(' '),
      weight: contextWeight * contextDecay ** age,
    }))
    .filter(({ text }) => text !== '');
}

/** The words of a text, references kept whole (« L. 1222-10 »), that tell what it is about, as they are written. */
function tellingTerms(text: string, language: Language): string[] {
  const acronyms = new Set(acronymsOf(text, language));
  const pieces = text.match(/(?:\p{L}{1,4}[.°] ?)?[^\s’']*\d\S*|[^\s’']+['’]?/gu) ?? [];
  return pieces.flatMap((piece) => {
    const words = fold(piece).match(/[\p{L}\p{N}]+/gu) ?? [];
    const tells = words.some((word) =>
      isStopWord(word, language) ? acronyms.has(word) : !isGeneric(word, language),
    );
    return tells ? [piece.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(inverted, '')] : [];
  });
}
