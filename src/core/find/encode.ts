import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { languageByFunctionWords } from './function-words.ts';
import { murmur3 } from './murmur3.ts';
import { namesAsked, namesOf } from './names.ts';
import { isReference, type QuestionContext, type QuestionWord, questionWords } from './question-words.ts';
import { isMonth } from './references.ts';
import { remember } from './remember.ts';
import type { SparseVector } from './sparse-vector.ts';
import { stem } from './stem.ts';
import { type Token, tokensOf } from './tokens.ts';

const { k1, fieldWeights, lengthNormalisation, averageTokens, shortestLength, cachedTerms } = tunables.bm25;
const { rootLetters, rootShare } = tunables.bm25;
const surfaceShare: number = tunables.bm25.surfaceShare;
const termId = remember((term: string) => murmur3(term) & ~1, cachedTerms);
/** Of what is no word: see `isWord()`. */
const helperId = remember((term: string) => murmur3(term) | 1, cachedTerms);

/** What of a chunk is searched by words. */
export type ChunkWords = {
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
  readonly language: Language;
};

type Field = keyof typeof fieldWeights;

/**
 * Words of a chunk, weighted as in BM25F (Zaragoza et al., 2004): frequencies are normalised by length within each
 * field, weighted, added, and saturated once. Averages of lengths are constants, so the weights depend on this chunk
 * alone; an index store multiplies them by query weight and IDF.
 */
export function encodeChunk(chunk: ChunkWords): SparseVector {
  const { title, headings, text, language } = chunk;
  const frequencies = new Map<number, number>();
  for (const [field, words] of [
    ['title', title],
    ['headings', headings.join('\n')],
    ['body', text],
  ] as const)
    addField(field, tokensOf(words, language), frequencies);
  const weights = saturate(frequencies);
  for (const name of namesOf(chunk)) weights.set(helperId(name), 1);
  return sparseVector(weights);
}

/**
 * Words of a question, analysed in each of the languages that its scope holds (French when there is none). A term
 * that several languages share, or that is said twice, counts once. Words of aliases and of the context weigh less than
 * what is asked. A question in another language than some of the documents is also looked for by the first letters of its
 * words.
 */
export function encodeQuery(
  question: string,
  languages: readonly Language[],
  context: QuestionContext = {},
): SparseVector {
  const weights = new Map<number, number>();
  const add = ({ surface, stems }: QuestionWord, weight: number) => {
    for (const stem of stems)
      for (const { id, share } of termsOf({ surface, stem }))
        weights.set(id, Math.max(weight * share, weights.get(id) ?? 0));
  };
  const foreign = isForeign(question, languages);
  for (const word of questionWords(question, languages, context)) {
    add(word, word.weight);
    const root = foreign ? rootOf(word.surface) : null;
    if (root !== null) weights.set(root, rootShare * word.weight);
    for (const { words, weight } of word.aliases ?? [])
      for (const other of words) add(other, weight * word.weight);
  }
  return sparseVector(weights);
}

/**
 * What a question names by its references (see `namesOf()`). Apart from `encodeQuery()`, because most references name
 * nothing: words alone say how much of a question was found.
 */
export function encodeNames(question: string, languages: readonly Language[]): SparseVector {
  const weights = new Map<number, number>();
  for (const language of languages.length === 0 ? (['fr'] as const) : languages)
    for (const [name, weight] of namesAsked(question, language)) weights.set(helperId(name), weight);
  return sparseVector(weights);
}

/** Both queries in one; a term of both has the second's weight. */
export function joinQueries(one: SparseVector, other: SparseVector): SparseVector {
  return sparseVector(
    new Map(
      [one, other].flatMap(({ ids, weights }) => [...ids].map((id, at) => [id, weights[at] ?? 0] as const)),
    ),
  );
}

/**
 * Words that name a document: those of its title without numbers and months, which tell versions apart and not subjects.
 * Each counts once, whatever the length of the title.
 */
export function encodeCard(title: string, language: Language): SparseVector {
  const weights = new Map<number, number>();
  for (const token of tokensOf(title, language))
    if (!isReference(token) && !isMonth(token.surface))
      for (const { id, share } of termsOf(token)) weights.set(id, Math.max(share, weights.get(id) ?? 0));
  return sparseVector(weights);
}

/** The id under which the stem or reference `analyze()` gave is indexed. */
export function termIdOf(stem: string): number {
  return termId(stem);
}

/** The id under which a folded word is indexed as it is written, which is that of its stem where they are the same. */
export function writtenIdOf(surface: string, language: Language): number {
  return termsOf({ surface, stem: stem(surface, language) }).at(-1)?.id ?? termId(surface);
}

function addField(field: Field, tokens: readonly Token[], frequencies: Map<number, number>): void {
  const b = lengthNormalisation[field];
  const length = Math.max(tokens.length, field === 'body' ? shortestLength : 0);
  const one = fieldWeights[field] / (1 - b + (b * length) / averageTokens[field]);
  for (const token of tokens)
    for (const { id } of termsAndRootOf(token)) frequencies.set(id, (frequencies.get(id) ?? 0) + one);
}

function saturate(frequencies: Map<number, number>): Map<number, number> {
  for (const [id, frequency] of frequencies) frequencies.set(id, (frequency * (k1 + 1)) / (frequency + k1));
  return frequencies;
}

function termsAndRootOf(token: Token): { id: number }[] {
  const root = rootOf(token.surface);
  return root === null ? termsOf(token) : [...termsOf(token), { id: root }];
}

/** A word is found by its stem and, with a share of the weight, as it is written; `=` sets written forms apart. */
function termsOf(token: Token): { id: number; share: number }[] {
  const stemTerm = termId(token.stem);
  if (surfaceShare === 0 || token.surface === token.stem) return [{ id: stemTerm, share: 1 }];
  return [
    { id: stemTerm, share: 1 - surfaceShare },
    { id: termId(`=${token.surface}`), share: surfaceShare },
  ];
}

/** The term of a word's first letters, by which it is found in the other language; `~` sets it apart. */
function rootOf(surface: string): number | null {
  if (surface.length < rootLetters || isReference({ surface })) return null;
  return helperId(`~${surface.slice(0, rootLetters)}`);
}

/** True when the question is in another language than some of the documents. */
function isForeign(question: string, languages: readonly Language[]): boolean {
  const own = languageByFunctionWords(question);
  return own !== null && languages.some((language) => language !== own);
}

function sparseVector(weights: ReadonlyMap<number, number>): SparseVector {
  const ids = Int32Array.from(weights.keys()).sort();
  return { ids, weights: Float32Array.from(ids, (id) => weights.get(id) ?? 0) };
}
