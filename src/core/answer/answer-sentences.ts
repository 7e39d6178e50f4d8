import type { Language } from '../document.ts';
import { sentencesOf } from '../find/sentences.ts';
import { gapAt, spacedCitationMark } from './citation-marks.ts';
import { tableRowAt } from './table-row.ts';

/** A sentence of an answer as it was written. */
export type WrittenSentence = {
  /** Without its `[1]` and the mark of a list. */
  readonly text: string;
  /** The numbers that it names, each once. */
  readonly citations: readonly number[];
  /** Where it stands in the answer, its `[1]` included: UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
};

/** Cuts an answer into sentences while it is written. However it is cut into pieces, the sentences are the same. */
export type SentenceStream = {
  /** The sentences that are surely finished. */
  push(text: string): WrittenSentence[];
  /** What is left. */
  finish(): WrittenSentence[];
};

const listMark = /^(?:[-–—•*]|\d{1,2}[.)])\s+/;
/** `sentencesOf` looks so far ahead: a sentence is finished when so much follows it. */
const lookahead = 44;

/**
 * Makes a sentence stream. A mark after a full stop belongs to the sentence before it; nothing but a mark is no sentence. Of a
 * table in Markdown, each cell is one (see `tableRowAt`).
 */
export function createSentenceStream(language: Language): SentenceStream {
  let pending = '';
  let base = 0;

  function take(isLast: boolean): WrittenSentence[] {
    const found: WrittenSentence[] = [];
    for (;;) {
      const row = tableRowAt(pending, isLast);
      if (row === 'unfinished') return found;
      if (row) {
        found.push(...row.cells.map((cell) => ({ ...cell, start: base + cell.start, end: base + cell.end })));
        base += row.end;
        pending = pending.slice(row.end);
        continue;
      }
      const { words, marks } = withoutMarks(pending);
      const [first, second] = sentencesOf(words, language);
      if (!first || (!isLast && (!second || words.length < first.end + lookahead))) return found;
      const next = second ? placeIn(marks, second.start) : pending.length;
      const own = marks.filter(({ at }) => !second || at <= second.start);
      const body = pending.slice(0, next);
      found.push({
        text: first.text.replace(listMark, ''),
        citations: [...new Set(own.map(({ n }) => n))],
        start: base + body.length - body.trimStart().length,
        end: base + body.trimEnd().length,
      });
      base += next;
      pending = pending.slice(next);
    }
  }

  return {
    push(text) {
      pending += text;
      return take(false);
    },
    finish: () => take(true),
  };
}

/** `length`: how much shorter the text is without it. */
type Mark = { readonly at: number; readonly n: number; readonly length: number };

/** The text without its marks; `at` is where one stood in what is left. */
function withoutMarks(text: string): { readonly words: string; readonly marks: readonly Mark[] } {
  const marks: Mark[] = [];
  let cut = 0;
  const words = text.replace(spacedCitationMark, (found, n: string, offset: number) => {
    const gap = gapAt(text, offset, offset + found.length);
    const length = found.length - gap.length;
    marks.push({ at: offset - cut, n: Number(n), length });
    cut += length;
    return gap;
  });
  return { words, marks };
}

/** Where a place of the text without marks is in the text with them, behind those that stand there. */
function placeIn(marks: readonly Mark[], place: number): number {
  return marks.reduce((sum, { at, length }) => (at <= place ? sum + length : sum), place);
}
