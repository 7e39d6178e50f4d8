import type { Language } from '../document.ts';
import type { Fact } from './fact.ts';
import { factsIn } from './facts-in.ts';
import { namesIn, type SaidName } from './names-in.ts';
import { type Polarity, polarityOf } from './polarity.ts';
import { type Quotation, quotationsIn } from './quotations-in.ts';
import { isOfSpeech, type Word, wordsOf } from './words-of.ts';

/** All that a sentence of an answer says and that can be looked for. */
export type Claims = {
  readonly text: string;
  readonly language: Language;
  readonly words: readonly Word[];
  readonly facts: readonly Fact[];
  readonly names: readonly SaidName[];
  readonly quotations: readonly Quotation[];
  readonly polarity: Polarity;
};

/** Reads the claims of a sentence, without its `[1]`. */
export function readClaims(text: string, language: Language): Claims {
  return {
    text,
    language,
    words: wordsOf(text, language).filter((word) => !isOfSpeech(word, language)),
    facts: factsIn(text, language),
    names: namesIn(text, language),
    quotations: quotationsIn(text),
    polarity: polarityOf(text, language),
  };
}

const separator =
  /[;:()]|,(?!\d)|(?<=\s)(?:et|mais|puis|tandis que|alors que|and|but|while|whereas|then)(?=\s)/gu;
const fewWords = 2;

/** The words of the clause around a place of the sentence; those of the whole sentence when the clause says too little. */
export function wordsAround({ text, language, words }: Claims, at: number): readonly Word[] {
  const ends = [...text.matchAll(separator)].map(({ index }) => index);
  const from = ends.findLast((end) => end <= at) ?? 0;
  const to = ends.find((end) => end > at) ?? text.length;
  const own = wordsOf(text.slice(from, to), language).filter((word) => !isOfSpeech(word, language));
  return own.length < fewWords ? words : own;
}
