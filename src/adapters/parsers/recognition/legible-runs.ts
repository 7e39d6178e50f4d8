import { certaintyOf, type Run } from './engine.ts';

/** Confidence below which a run is a guess: edges of pictures, stains, signatures. */
const minRunConfidence = 0.45;
/** Mean confidence of a page from which it is text, and the same for a page with only a word or two. */
const minPageConfidence = 0.65;
const minFewConfidence = 0.8;
const fewLetters = 40;
/** Share of the letters that stand in words: the engine sees single signs in the grain of photographs. */
const minWordShare = 0.6;
const minLetters = 3;

/** What is text of what was read on a page; nothing of a picture without text. */
export function legibleRuns(runs: readonly Run[]): Run[] {
  const kept = runs.filter(({ confidence }) => confidence >= minRunConfidence);
  const { letters, confidence } = certaintyOf(kept);
  const needed = letters < fewLetters ? minFewConfidence : minPageConfidence;
  const isText =
    letters >= minLetters && confidence >= needed && lettersInWords(kept) >= letters * minWordShare;
  return isText ? kept : [];
}

function lettersInWords(runs: readonly Run[]): number {
  let letters = 0;
  for (const { text } of runs) {
    for (const word of text.match(/[\p{L}\p{N}]+/gu) ?? []) if (word.length > 1) letters += word.length;
  }
  return letters;
}
