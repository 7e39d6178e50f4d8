import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import { remember } from '../find/remember.ts';
import type { Evidence } from './evidence.ts';
import type { Fact } from './fact.ts';
import { factsIn } from './facts-in.ts';
import { namesIn, type SaidName } from './names-in.ts';
import { type Polarity, polarityOf } from './polarity.ts';
import { type Quotation, quotationsIn } from './quotations-in.ts';
import { type FoldedWord, foldedWords, spellingOf, spells } from './spelling.ts';
import { isOfSpeech, type Word, wordsOf } from './words-of.ts';

/** All that a sentence of an answer says and that can be looked for. */
export type Claims = {
  readonly text: string;
  readonly language: Language;
  readonly words: readonly Word[];
  /** Every word, folded. */
  readonly folded: ReadonlySet<string>;
  /**
   * The words that the fact or name at a place is said of: those up to where the sentence turns to the next one before and after it.
   * « 3 € pour les enfants et 4 € pour les adultes » has two such parts.
   */
  readonly wordsAround: (at: number) => readonly Word[];
  readonly facts: readonly Fact[];
  readonly names: readonly SaidName[];
  readonly quotations: readonly Quotation[];
  readonly polarity: Polarity;
  /** Which of its words a passage has in another form: the words of an acronym, or the acronym of words. */
  readonly otherForms: (evidence: Evidence) => ReadonlySet<string>;
  /** Its clauses, each with the surfaces of its words. */
  readonly clauses: readonly { readonly text: string; readonly surfaces: ReadonlySet<string> }[];
};

/** A sentence is judged by one passage after the other, and its parts are read once: more of them than sentences have. */
const rememberedParts = 1_000;

/** Reads the claims of a sentence, without its `[1]`. */
export function readClaims(text: string, language: Language): Claims {
  const names = namesIn(text, language);
  const words = wordsOf(text, language).filter((word) => !isOfSpeech(word, language));
  const facts = factsIn(text, language);
  return {
    text,
    language,
    words,
    folded: new Set(fold(text).match(/[\p{L}\p{N}]+/gu) ?? []),
    wordsAround: remember((at: number) => wordsAround({ text, language, words, facts }, at), rememberedParts),
    facts,
    names,
    otherForms: remember(
      (evidence: Evidence) => formsIn(evidence, foldedWords(text), names),
      rememberedParts,
    ),
    quotations: quotationsIn(text),
    polarity: polarityOf(text, language),
    clauses: text.split(clauseEnd).map((clause) => ({
      text: clause.trim(),
      surfaces: new Set(wordsOf(clause, language).map(({ surface }) => surface)),
    })),
  };
}

/** « compte épargne-temps » where the passage says CET, CET where it says « compte épargne-temps ». */
function formsIn(
  evidence: Evidence,
  said: readonly FoldedWord[],
  names: readonly SaidName[],
): ReadonlySet<string> {
  const words = evidence.acronyms.flatMap((acronym) => spellingOf(fold(acronym), said) ?? []);
  const acronyms = [...new Set(names.flatMap(({ isAcronym, parts }) => (isAcronym ? parts : [])))];
  return new Set([
    ...words.map(({ folded }) => folded),
    ...acronyms.slice(0, tunables.checking.acronyms).filter((acronym) => spells(evidence, acronym)),
  ]);
}

const conjunction = /;|(?<=\s)(?:et|mais|puis|tandis que|alors que|and|but|while|whereas|then)(?=\s)/u;
const clauseEnd = /[;:()]|,(?!\d)|\s(?:et|mais|puis|tandis que|alors que|and|but|while|whereas|then)(?=\s)/u;
const comma = /[:()]|,(?!\d)/u;
const fewWords = 2;

function wordsAround(
  { text, language, words, facts }: Pick<Claims, 'text' | 'language' | 'words' | 'facts'>,
  at: number,
): readonly Word[] {
  const before = Math.max(-1, ...facts.map((fact) => fact.at).filter((other) => other < at));
  const after = Math.min(text.length, ...facts.map((fact) => fact.at).filter((other) => other > at));
  const from = before < 0 ? 0 : turnBetween(text, before, at);
  const to = after >= text.length ? text.length : turnBetween(text, at, after);
  const own = wordsOf(text.slice(from, to), language).filter((word) => !isOfSpeech(word, language));
  return own.length < fewWords ? words : own;
}

/** Where a text turns from what stands at `from` to what stands at `to`; at `from` itself when nothing tells. */
function turnBetween(text: string, from: number, to: number): number {
  const piece = text.slice(from, to);
  const found = conjunction.exec(piece) ?? comma.exec(piece);
  return from + (found?.index ?? 0);
}
