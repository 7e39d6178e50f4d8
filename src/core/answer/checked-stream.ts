import type { Checker } from '../check/checker.ts';
import type { Language } from '../document.ts';
import type { AnswerEvent, AnswerSentence } from './answer.ts';
import { createSentenceStream, type WrittenSentence } from './answer-sentences.ts';
import { splitAtCitations } from './citation-marks.ts';
import type { CitedPiece } from './citation-stream.ts';
import { withCitations } from './repair-citations.ts';
import type { Written } from './write-quotes.ts';

/** Checks an answer sentence by sentence while it is written. */
export type CheckedStream = {
  push(pieces: readonly CitedPiece[]): AnswerEvent[];
  finish(): AnswerEvent[];
  /** The text as it went out, and the checked sentences with their places in it; `repairCitations` makes the answer of it. */
  readonly streamed: Written;
  /** Sentences that no source supports and that were left out. */
  readonly withheld: number;
};

/**
 * Text goes through at once, and a `verdict` follows each sentence when it is finished. With `withhold`, a sentence is held back
 * until it is checked and comes with its repaired citations, or not at all when it is unsupported.
 */
export function createCheckedStream({
  checker,
  language,
  withhold,
}: {
  readonly checker: Checker;
  readonly language: Language;
  readonly withhold: boolean;
}): CheckedStream {
  const sentences = createSentenceStream(language);
  const checked: AnswerSentence[] = [];
  let text = '';
  let withheld = 0;
  /** With `withhold`: what was written, and how much of it was shown or left out. */
  let written = '';
  let done = 0;

  function judge(sentence: WrittenSentence): AnswerSentence {
    const { text: said, start, end } = sentence;
    const { support, citations, findings } = checker.check(sentence);
    return { text: said, citations, support, ...(findings.length > 0 && { findings }), start, end };
  }

  function afterwards(finished: readonly WrittenSentence[]): AnswerEvent[] {
    return finished.map((one) => {
      const sentence = judge(one);
      checked.push(sentence);
      return { type: 'verdict', sentence };
    });
  }

  function beforehand(finished: readonly WrittenSentence[]): AnswerEvent[] {
    return finished.flatMap((one): AnswerEvent[] => {
      const sentence = judge(one);
      const before = written.slice(done, one.start);
      const lead = text === '' ? before.trimStart() : before;
      done = one.end;
      if (sentence.support === 'unsupported') {
        withheld += 1;
        // A table keeps its cells: an empty one says that something was left out.
        return isInTable(before) ? show(`${lead}…`) : [];
      }
      const shown = withCitations(written.slice(one.start, one.end), sentence.citations);
      const events = show(`${lead}${shown}`);
      const placed = { ...sentence, start: text.length - shown.length, end: text.length };
      checked.push(placed);
      return [...events, { type: 'verdict', sentence: placed }];
    });
  }

  /** Text with its `[n]`, each told of before it. */
  function show(piece: string): AnswerEvent[] {
    return splitAtCitations(piece).flatMap(({ text: part, n }): AnswerEvent[] => {
      const position = text.length;
      text += part;
      const delta: AnswerEvent = { type: 'text-delta', text: part };
      return n === null ? [delta] : [{ type: 'citation', n, position }, delta];
    });
  }

  return {
    push(pieces) {
      return pieces.flatMap((piece): AnswerEvent[] => {
        if (piece.type === 'citation') return withhold ? [] : [piece];
        written += piece.text;
        if (withhold) return beforehand(sentences.push(piece.text));
        text += piece.text;
        return [piece, ...afterwards(sentences.push(piece.text))];
      });
    },
    finish() {
      if (!withhold) return afterwards(sentences.finish());
      const events = beforehand(sentences.finish());
      const rest = written.slice(done).trimEnd();
      return rest.includes('|') ? [...events, ...show(rest)] : events;
    },
    get streamed() {
      return { text, sentences: checked };
    },
    get withheld() {
      return withheld;
    },
  };
}

/** Whether what stands before a sentence makes it a cell of a table. */
const isInTable = (before: string): boolean => /\|\s*$/.test(before);
