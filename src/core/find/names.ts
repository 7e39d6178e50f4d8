import { tunables } from '../../../config/tunables.ts';
import type { WordHits } from '../../ports/search-index.ts';
import type { Language } from '../document.ts';
import { abbreviatedCodes } from './abbreviated-codes.ts';
import type { ChunkWords } from './encode.ts';
import { fold } from './fold.ts';
import { isReference } from './question-words.ts';
import { articleOpening } from './references.ts';
import type { SparseVector } from './sparse-vector.ts';
import { type Token, tokensOf } from './tokens.ts';

const { nameWeight, nameWordWeight, nameWords } = tunables.references;

/** « 3.2 Pénalités », « 12) Congés » */
const leadingNumber = /^ ?(\d+(?:[.-]\d+)*)[.)]? /;

/**
 * Terms of the references that name a passage because they stand in its title, in the headings above it or before one of its
 * paragraphs (« Article 12 – Congés »), each alone and with every word of title and headings: « article 12 » of « règlement
 * intérieur » is not that of another document. What merely cites a reference has none of them. `#` sets them apart from words.
 */
export function namesOf({ title, headings, text, language }: ChunkWords): Set<string> {
  const tokens = [title, ...headings].flatMap((line) => tokensOf(line, language));
  const openings = text.split('\n').flatMap((line) => articleOpening.exec(fold(line))?.[0] ?? []);
  const references = new Set([
    ...[...tokens, ...openings.flatMap((opening) => tokensOf(opening, language))].flatMap(
      ({ names = [], shortNames = [] }) => [...names, ...shortNames],
    ),
    ...headings.flatMap((heading) => leadingNumber.exec(fold(heading))?.[1] ?? []),
  ]);
  const words = wordsOf(tokens, language).slice(0, nameWords);
  return new Set([...references].flatMap((reference) => termsOf(reference, words)));
}

/** The terms by which a question asks for what its references name, with their weights. */
export function namesAsked(question: string, language: Language): Map<string, number> {
  const tokens = tokensOf(question, language);
  const words = wordsOf(tokens, language);
  const asked = new Map<string, number>();
  for (const reference of tokens.flatMap(({ names = [] }) => names))
    for (const [at, term] of termsOf(reference, words).entries())
      asked.set(term, at === 0 ? nameWeight : nameWordWeight);
  return asked;
}

/** True when a reference of the question is the name of a passage, with one of its words: this says what is meant. */
export function isNamed(names: SparseVector, { documentFrequency }: WordHits): boolean {
  return names.ids.filter((term) => documentFrequency.get(term)).length > 1;
}

function termsOf(reference: string, words: readonly string[]): string[] {
  return [`#${reference}`, ...words.map((word) => `#${reference} ${word}`)];
}

/** Stems of what is no reference; the usual abbreviations of codes are their words. « Article » tells none from another. */
function wordsOf(tokens: readonly Token[], language: Language): string[] {
  const words = tokens.filter((token) => !isReference(token) && !/^articles?$/.test(token.surface));
  const codes = words.flatMap(({ surface }) => abbreviatedCodes.get(surface) ?? []);
  return [
    ...new Set([...words, ...codes.flatMap((code) => tokensOf(code, language))].map(({ stem }) => stem)),
  ];
}
