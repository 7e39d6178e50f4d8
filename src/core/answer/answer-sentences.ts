import type { Language } from '../document.ts';
import { sentencesOf } from '../find/sentences.ts';
import type { AnswerSentence } from './answer.ts';

const mark = /[^\S\n]*\[(\d+)\]/g;
const listMark = /^(?:[-–—•*]|\d{1,2}[.)])\s+/;

/**
 * The sentences of an answer, without their `[1]`, each with the numbers that it names. A mark after a full stop
 * belongs to the sentence before it. Nothing has been verified yet.
 */
export function answerSentencesOf(text: string, language: Language): AnswerSentence[] {
  const marks: { at: number; n: number }[] = [];
  let cut = 0;
  const words = text.replace(mark, (found, n: string, offset: number) => {
    marks.push({ at: offset - cut, n: Number(n) });
    cut += found.length;
    return '';
  });
  const sentences = sentencesOf(words, language);
  const citations = sentences.map(() => new Set<number>());
  for (const { at, n } of marks) {
    const owner = sentences.findLastIndex((sentence) => sentence.start < at);
    citations[Math.max(0, owner)]?.add(n);
  }
  return sentences.map(({ text: sentence }, index) => ({
    text: sentence.replace(listMark, ''),
    citations: [...(citations[index] ?? [])],
    support: 'not-checked',
  }));
}
