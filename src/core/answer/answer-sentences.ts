import type { Language } from '../document.ts';
import { type Sentence, sentencesOf } from '../find/sentences.ts';
import type { AnswerSentence } from './answer.ts';

const mark = /[^\S\n]*\[(\d+)\]/g;
const listMark = /^(?:[-–—•*]|\d{1,2}[.)])\s+/;
const row = /^\s*\|.*\|\s*$/;
const ruler = /^[|\s:-]+$/;

/** `isLabel`: names a row or a column. */
type Piece = Sentence & { readonly isLabel?: boolean };

/**
 * The sentences of an answer, without their `[1]`, each with the numbers that it names. A mark after a full stop
 * belongs to the sentence before it; of a table, each cell is one, but for the names of rows and columns. Nothing has been
 * verified yet.
 */
export function answerSentencesOf(text: string, language: Language): AnswerSentence[] {
  const marks: { at: number; n: number }[] = [];
  let cut = 0;
  const words = text.replace(mark, (found, n: string, offset: number) => {
    marks.push({ at: offset - cut, n: Number(n) });
    cut += found.length;
    return '';
  });
  const sentences = piecesOf(words, language);
  const citations = sentences.map(() => new Set<number>());
  for (const { at, n } of marks) {
    const owner = sentences.findLastIndex((sentence) => sentence.start < at);
    citations[Math.max(0, owner)]?.add(n);
  }
  return sentences.flatMap(({ text: sentence, isLabel }, index) => {
    const named = [...(citations[index] ?? [])];
    if (isLabel && named.length === 0) return [];
    return [{ text: sentence.replace(listMark, ''), citations: named, support: 'not-checked' as const }];
  });
}

function piecesOf(text: string, language: Language): Piece[] {
  let start = 0;
  return text.split('\n').flatMap((line, index, lines) => {
    const from = start;
    start += line.length + 1;
    if (!row.test(line))
      return sentencesOf(line, language).map((one) => ({
        ...one,
        start: from + one.start,
        end: from + one.end,
      }));
    if (ruler.test(line)) return [];
    return cellsOf(line, from, ruler.test(lines[index + 1] ?? '') && row.test(lines[index + 1] ?? ''));
  });
}

function cellsOf(line: string, from: number, isHeader: boolean): Piece[] {
  let start = from;
  const cells = line.split('|').map((cell) => {
    const at = start + cell.length - cell.trimStart().length;
    start += cell.length + 1;
    return { start: at, end: at + cell.trim().length, text: cell.trim() };
  });
  // Before the first bar and after the last one stands nothing.
  return cells
    .slice(1, -1)
    .map((cell, index) => ({ ...cell, isLabel: isHeader || index === 0 }))
    .filter(({ text }) => text !== '');
}
