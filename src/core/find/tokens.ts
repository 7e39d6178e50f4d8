import type { Language } from '../document.ts';
import { fold } from './fold.ts';
import { type Reference, type ReferenceKind, referenceKinds } from './references.ts';
import { markAcronyms, markOfAcronyms } from './spelt-like-function-words.ts';
import { stem } from './stem.ts';
import { isStopWord } from './stop-words.ts';

/** One searchable unit of a text. */
export type Token = {
  /** The folded word, or the canonical form of a reference. */
  readonly surface: string;
  /** Its stem; equal to `surface` for references and their numbers. */
  readonly stem: string;
  /** For a reference: what it may be the name of (see `Reference`). */
  readonly names?: readonly string[];
  readonly shortNames?: readonly string[];
  /** Set for an acronym that is spelt like a function word: « CET ». */
  readonly isAcronym?: true;
};

const elision: Readonly<Record<Language, string>> = {
  fr: "(?:jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|qu|[cdjlmnst])'",
  en: "(?<=[a-z0-9])'(?:s|t|d|ll|re|ve|m)(?![\\p{L}\\p{N}])",
};
const word = `([\\p{L}\\p{N}]+${markOfAcronyms}?)`;
const kinds = Object.keys(referenceKinds) as ReferenceKind[];
const patterns: Readonly<Record<Language, RegExp>> = { fr: patternOf('fr'), en: patternOf('en') };

/** Groups of a match; an elision has none. Numbers, because an object of names for each word costs a fifth of the analysis. */
const firstKindAt = 1;
const wordAt = firstKindAt + kinds.length;

/**
 * Analyses a text or a question, one and the same way: folds it, drops elisions, keeps references whole beside their
 * parts, drops stop words, stems. In reading order, with repetitions.
 */
export function tokensOf(text: string, language: Language): Token[] {
  const tokens: Token[] = [];
  for (const match of fold(markAcronyms(text, language)).matchAll(patterns[language])) {
    const plain = match[wordAt];
    if (plain !== undefined) {
      addWord(plain, language, tokens);
      continue;
    }
    const kind = kinds.find((_, at) => match[firstKindAt + at] !== undefined);
    if (kind !== undefined) addReference(kind, match[0], language, tokens);
  }
  return tokens;
}

function addWord(surface: string, language: Language, tokens: Token[]): void {
  if (surface.endsWith(markOfAcronyms)) {
    const acronym = surface.slice(0, -1);
    tokens.push({ surface: acronym, stem: acronym, isAcronym: true });
  } else if (!isStopWord(surface, language)) tokens.push({ surface, stem: stem(surface, language) });
}

function addReference(kind: ReferenceKind, match: string, language: Language, tokens: Token[]): void {
  const { whole, parts, names = [], shortNames = [] }: Reference = referenceKinds[kind].read(match, language);
  tokens.push({ surface: whole, stem: whole, names, shortNames });
  for (const part of parts) if (part !== '' && part !== whole) addWord(part, language, tokens);
}

function patternOf(language: Language): RegExp {
  const start = '(?<![\\p{L}\\p{N}])';
  const end = '(?![\\p{L}\\p{N}])';
  const references = kinds.map((name) => `(${referenceKinds[name].pattern})${end}`).join('|');
  const lead = language === 'fr' ? start : '';
  return new RegExp(`${lead}${elision[language]}|${start}(?:${references})|${word}`, 'gu');
}
